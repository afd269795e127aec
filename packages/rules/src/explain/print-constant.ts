import type { FieldType } from '@breakwater/model';
import type { Address, Network } from '../check/address.ts';
import type { Constant } from '../check/constant.ts';
import type { Operator } from '../condition/ast.ts';

const bareWord = /^[^()"'\s\p{Cc}=,]+$/u;

/** A literal as conditions write it, quoted where it has to be. */
export function printConstant(constant: Constant, type: FieldType, operator: Operator): string {
  if (typeof constant === 'object') return printAddress(constant);
  if (typeof constant === 'number') return printNumber(constant);
  if (typeof constant !== 'string') return String(constant);
  if (operator === 'bcontains' || operator === 'bstartswith') {
    return constant === '' ? '""' : Buffer.from(constant, 'latin1').toString('hex');
  }
  // After < and its kin the grammar takes a number only, also for a text.
  if (operator === '<' || operator === '<=' || operator === '>' || operator === '>=') return constant;
  return printText(type === 'bytes' ? Buffer.from(constant, 'latin1').toString('utf8') : constant);
}

/** A bare word where that is possible, else quoted. */
function printText(text: string): string {
  return bareWord.test(text) ? text : printQuoted(text);
}

export function printQuoted(text: string): string {
  // `\\xHH` is a byte: beyond ASCII it would not be the character.
  const escaped = text.replace(/[\\"]/g, '\\$&').replace(/\p{Cc}/gu, (control) => {
    const code = control.charCodeAt(0);
    return code > 0x7f ? control : `\\x${code.toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}

/** A number as the grammar reads it; what JavaScript has no digits for is written so that it reads as such. */
export function printNumber(value: number): string {
  if (Number.isNaN(value)) return '0xNaN';
  if (!Number.isFinite(value)) return value > 0 ? '1e+999' : '-1e+999';
  return Object.is(value, -0) ? '-0' : String(value);
}

function printAddress(address: Address | Network): string {
  const text = address.family === 4 ? printIpv4(address.value) : printIpv6(address.value);
  return 'prefix' in address ? `${text}/${address.prefix}` : text;
}

function printIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

/** The longest run of zero groups is left out, as RFC 5952 has it. */
function printIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const runs = groups.map((_, start) => {
    const end = groups.findIndex((group, index) => index >= start && group !== '0');
    return { start, length: (end === -1 ? groups.length : end) - start };
  });
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best));
  if (longest.length < 2) return groups.join(':');
  const head = groups.slice(0, longest.start).join(':');
  return `${head}::${groups.slice(longest.start + longest.length).join(':')}`;
}
