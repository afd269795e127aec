/** A piece of a text that should be one record. */
export interface RecordText {
  readonly text: string;
  /** The text ended before the record did. */
  readonly isTruncated: boolean;
}

const quote = 0x22;
const backslash = 0x5c;
const open = 0x7b;
const close = 0x7d;

/**
 * Cuts a text into the objects that open at a depth of braces, without parsing it: at depth 1 the records of
 * a CloudTrail file, at depth 0 objects one after the other. One broken record leaves the others whole.
 */
export function splitRecords(text: string, recordDepth = 1): readonly RecordText[] {
  const records: RecordText[] = [];
  let depth = 0;
  let start = -1;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) {
      index = endOfString(text, index);
    } else if (code === open) {
      if (depth === recordDepth) start = index;
      depth += 1;
    } else if (code === close) {
      depth = Math.max(0, depth - 1);
      if (depth !== recordDepth || start === -1) continue;
      records.push({ text: text.slice(start, index + 1), isTruncated: false });
      start = -1;
    }
  }
  if (start !== -1) records.push({ text: text.slice(start), isTruncated: true });
  return records;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === backslash) index += 1;
    else if (code === quote) return index;
  }
  return text.length;
}
