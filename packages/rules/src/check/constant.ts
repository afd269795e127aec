import type { FieldType } from '@breakwater/model';
import { type Address, isMixedNotation, type Network, parseAddress, parseNetwork } from './address.ts';
import { servicePorts } from './services.ts';

/** A literal read as the type of the field it is compared with; bytes are a text with one character a byte. */
export type Constant = string | number | bigint | boolean | Address | Network;

const ranges: Partial<Record<FieldType, readonly [bigint, bigint]>> = {
  uint64: [0n, 2n ** 64n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  time: [0n, 2n ** 64n - 1n],
  flags: [0n, 2n ** 32n - 1n],
  port: [0n, 65535n],
};

/** Reads a literal; a text as error says what is wrong with it. `bits` narrows the range of a number. */
export function parseConstant(
  type: FieldType,
  text: string,
  bits?: number,
): { value: Constant } | { error: string } {
  switch (type) {
    case 'string':
    case 'path':
      return { value: text };
    case 'bytes':
      return { value: bytesOf(text) };
    case 'bool':
      if (text === 'true' || text === 'false') return { value: text === 'true' };
      return { error: `"${text}" is neither true nor false` };
    case 'double': {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      return Number.isNaN(value) ? { error: `"${text}" is not a number` } : { value };
    }
    case 'ip': {
      const value = isMixedNotation(text) ? undefined : parseAddress(text);
      return value === undefined ? { error: `"${text}" is not an IP address` } : { value };
    }
    case 'net': {
      const value = isMixedNotation(text) ? undefined : parseNetwork(text);
      return value === undefined ? { error: `"${text}" is not a network such as 10.0.0.0/8` } : { value };
    }
    case 'port': {
      const service = text === '' ? 0 : servicePorts.get(text);
      return service === undefined ? parseInteger(type, text, bits) : { value: service };
    }
    default:
      return parseInteger(type, text, bits);
  }
}

function parseInteger(
  type: FieldType,
  text: string,
  bits: number | undefined,
): { value: Constant } | { error: string } {
  const pattern = type === 'port' ? /^\d{1,30}$/ : /^[+-]?\d{1,30}$/;
  if (!pattern.test(text)) {
    const what = type === 'port' ? 'a port number or the name of a known service' : 'a decimal whole number';
    return { error: `"${text}" is not ${what}` };
  }
  const value = BigInt(text.replace(/^\+/, ''));
  const [low, high] = narrowed(ranges[type] ?? [value, value], bits);
  if (value < low || value > high) return { error: `"${text}" is out of range (${low} to ${high})` };
  return { value: normalInteger(value) };
}

function narrowed(
  [low, high]: readonly [bigint, bigint],
  bits: number | undefined,
): readonly [bigint, bigint] {
  if (bits === undefined) return [low, high];
  const size = BigInt(bits);
  return low < 0n ? [-(2n ** (size - 1n)), 2n ** (size - 1n) - 1n] : [0n, 2n ** size - 1n];
}

/** Whole numbers are compared as `number` where that is exact, else as `bigint`. */
export function normalInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The UTF-8 bytes of a text, one character a byte. */
export function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Bytes given as hexadecimal digits. */
export function parseHexBytes(text: string): { value: string } | { error: string } {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text))
    return { error: `"${text}" is not a row of hexadecimal bytes` };
  return { value: Buffer.from(text, 'hex').toString('latin1') };
}
