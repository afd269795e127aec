const decoder = new TextDecoder();
const shortText = 16;
const keptText = 128;
const keptTexts = 8192;

/**
 * Short texts by the hash of their bytes: paths and names come again and again. The same bytes give the very same
 * string, so that it is made, hashed and compared once.
 */
const kept: (string | undefined)[] = new Array<string | undefined>(keptTexts).fill(undefined);

/** The text in a range up to its first NUL; bytes that are no UTF-8 become U+FFFD. */
export function decodeText(bytes: Uint8Array, offset: number, length: number): string {
  const limit = offset + length;
  if (length > keptText) return decodeLong(bytes, offset, limit);
  let hash = 0;
  let end = offset;
  for (; end < limit; end += 1) {
    const byte = bytes[end] as number;
    if (byte === 0) break;
    if (byte >= 0x80) return decodeLong(bytes, offset, limit);
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  const slot = (hash ^ (hash >>> 15)) & (keptTexts - 1);
  const known = kept[slot];
  if (known !== undefined && isText(known, bytes, offset, end)) return known;
  const text = asciiText(bytes, offset, end);
  kept[slot] = text;
  return text;
}

/** Texts that end in a NUL each, as arguments and environments lie in a parameter. */
export function decodeTexts(bytes: Uint8Array, offset: number, length: number): string[] {
  const texts: string[] = [];
  const limit = offset + length;
  for (let start = offset; start < limit; ) {
    let end = bytes.indexOf(0, start);
    if (end < 0 || end > limit) end = limit;
    texts.push(decodeText(bytes, start, end - start));
    start = end + 1;
  }
  return texts;
}

function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at - start) !== bytes[at]) return false;
  return true;
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > shortText) return decoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] as number);
  return text;
}

function decodeLong(bytes: Uint8Array, offset: number, limit: number): string {
  const nul = bytes.indexOf(0, offset);
  return decoder.decode(bytes.subarray(offset, nul < 0 || nul > limit ? limit : nul));
}
