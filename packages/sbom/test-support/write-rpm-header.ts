type RpmValue = string | readonly string[] | readonly number[];

/** The header of an installed rpm package: tags to texts, lists of texts, or lists of 32-bit numbers. */
export function writeRpmHeader(values: Readonly<Record<number, RpmValue>>): Buffer {
  const index: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [tag, value] of Object.entries(values)) {
    const isText = typeof value === 'string';
    const items = isText ? [value] : value;
    const isNumbers = items.every((item) => typeof item === 'number');
    const bytes = isNumbers
      ? Buffer.concat(items.map((item) => numberBytes(Number(item))))
      : Buffer.from(items.map((item) => `${item}\0`).join(''));
    const pad = isNumbers ? (4 - (offset % 4)) % 4 : 0;
    const entry = Buffer.alloc(16);
    entry.writeUInt32BE(Number(tag), 0);
    entry.writeUInt32BE(isNumbers ? 4 : isText ? 6 : 8, 4);
    entry.writeUInt32BE(offset + pad, 8);
    entry.writeUInt32BE(items.length, 12);
    index.push(entry);
    data.push(Buffer.alloc(pad), bytes);
    offset += pad + bytes.length;
  }
  return Buffer.concat([numberBytes(index.length), numberBytes(offset), ...index, ...data]);
}

function numberBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
