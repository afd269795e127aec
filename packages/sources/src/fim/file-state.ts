import { countOf } from '../json/path-fields.ts';

const executable = 0o111;
const setUserId = 0o4000;
const setGroupId = 0o2000;
const writableByAll = 0o002;

/** Mode bits of a file: octal text (`0755`) or a number; undefined for anything else. */
function modeBits(value: unknown): number | undefined {
  if (typeof value === 'string') return /^[0-7]{3,6}$/.test(value) ? Number.parseInt(value, 8) : undefined;
  return countOf(value);
}

/** The permission bits in four octal digits: `0755`, `4755`. */
export function modeText(value: unknown): string | undefined {
  const bits = modeBits(value);
  return bits === undefined ? undefined : (bits & 0o7777).toString(8).padStart(4, '0');
}

export function isExecutable(mode: unknown): boolean | undefined {
  return hasBits(mode, executable);
}

export function isSetUserId(mode: unknown): boolean | undefined {
  return hasBits(mode, setUserId);
}

export function isSetGroupId(mode: unknown): boolean | undefined {
  return hasBits(mode, setGroupId);
}

export function isWritableByAll(mode: unknown): boolean | undefined {
  return hasBits(mode, writableByAll);
}

function hasBits(mode: unknown, mask: number): boolean | undefined {
  const bits = modeBits(mode);
  return bits === undefined ? undefined : (bits & mask) !== 0;
}
