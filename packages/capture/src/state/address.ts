import type { Endpoint } from './descriptor.ts';

/** Addresses come again and again: the same one gives the very same text. By the address modulo the number of them. */
const keptTexts = 1021;
const keptNumbers = new Float64Array(keptTexts).fill(-1);
const texts: string[] = new Array<string>(keptTexts).fill('');

/** `203.0.113.7` of four bytes. */
export function ipv4Text(bytes: Uint8Array, offset: number): string {
  const [a = 0, b = 0, c = 0, d = 0] = [
    bytes[offset],
    bytes[offset + 1],
    bytes[offset + 2],
    bytes[offset + 3],
  ];
  const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const slot = number % keptTexts;
  if (keptNumbers[slot] !== number) {
    keptNumbers[slot] = number;
    texts[slot] = `${a}.${b}.${c}.${d}`;
  }
  return texts[slot] as string;
}

/** The shortest form of sixteen bytes (RFC 5952); IPv4 within IPv6 keeps its dots. */
export function ipv6Text(bytes: Uint8Array, offset: number): string {
  const groups = Array.from(
    { length: 8 },
    (_, index) => ((bytes[offset + index * 2] ?? 0) << 8) | (bytes[offset + index * 2 + 1] ?? 0),
  );
  const [start, length] = longestZeros(groups);
  if (start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff))) {
    return `::${length === 5 ? 'ffff:' : ''}${ipv4Text(bytes, offset + 12)}`;
  }
  const text = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':');
  return length < 2 ? text(0, 8) : `${text(0, start)}::${text(start + length, 8)}`;
}

function longestZeros(groups: readonly number[]): readonly [start: number, length: number] {
  let best: readonly [number, number] = [0, 0];
  for (let start = 0; start < groups.length; start += 1) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end += 1;
    if (end - start > best[1]) best = [start, end - start];
    start = Math.max(start, end - 1);
  }
  return best;
}

/** Whether sixteen bytes stand for an IPv4 address (`::ffff:a.b.c.d`); none at all (`::`) counts as one. */
export function isMapped(bytes: Uint8Array, offset: number): boolean {
  for (let at = offset; at < offset + 10; at += 1) if (bytes[at] !== 0) return false;
  if (bytes[offset + 10] === 0xff && bytes[offset + 11] === 0xff) return true;
  return bytes.subarray(offset + 10, offset + 16).every(isZero);
}

function isZero(byte: number): boolean {
  return byte === 0;
}

/** The text of an address of 4 or 16 bytes. */
export function addressText(bytes: Uint8Array): string {
  return bytes.length === 4 ? ipv4Text(bytes, 0) : ipv6Text(bytes, 0);
}

/** What a socket address or tuple parameter holds; undefined when it is empty or of a family without names. */
export type SocketTuple =
  | {
      readonly kind: 'internet';
      readonly family: 4 | 6;
      /** IPv4 within IPv6. */
      readonly isMapped?: boolean;
      readonly source: Endpoint;
      readonly destination: Endpoint;
    }
  | { readonly kind: 'unix'; readonly source: bigint; readonly destination: bigint; readonly path: string };

export type SocketAddress =
  | {
      readonly kind: 'internet';
      /** 4 for IPv4 within IPv6, too. */
      readonly family: 4 | 6;
      readonly endpoint: Endpoint;
      /** As it is given: IPv4 within IPv6 stays so. */
      readonly text: string;
    }
  | { readonly kind: 'unix'; readonly path: string };
