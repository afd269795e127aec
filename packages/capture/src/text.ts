const decoder = new TextDecoder();
const shortText = 48;

/** The text in a range up to its first NUL; bytes that are no UTF-8 become U+FFFD. */
export function decodeText(bytes: Uint8Array, offset: number, length: number): string {
  const limit = offset + length;
  if (length <= shortText) {
    let text = '';
    for (let at = offset; at < limit; at += 1) {
      const byte = bytes[at] as number;
      if (byte === 0) return text;
      if (byte >= 0x80) return decodeLong(bytes, offset, limit);
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return decodeLong(bytes, offset, limit);
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

function decodeLong(bytes: Uint8Array, offset: number, limit: number): string {
  const nul = bytes.indexOf(0, offset);
  return decoder.decode(bytes.subarray(offset, nul < 0 || nul > limit ? limit : nul));
}
