/** A piece of a text that should be one record. */
export interface RecordText {
  readonly text: string;
  /** Where it begins in the whole. */
  readonly start: number;
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
      records.push({ text: text.slice(start, index + 1), start, isTruncated: false });
      start = -1;
    }
  }
  if (start !== -1) records.push({ text: text.slice(start), start, isTruncated: true });
  return records;
}

/** Stands for a record in what is left when the records are taken out. */
const recordMark = '\ue000';

/**
 * What is wrong with the text around its records: it is not closed, or holds more than the frame of a list. Undefined when
 * the records are all there is.
 */
export function frameProblem(text: string, records: readonly RecordText[]): string | undefined {
  let frame = '';
  let end = 0;
  for (const record of records) {
    frame += text.slice(end, record.start) + recordMark;
    end = record.start + record.text.length;
  }
  frame += text.slice(end);
  for (let at = 0; at < frame.length; ) {
    const opening = /[[{]/g;
    opening.lastIndex = at;
    const start = opening.exec(frame)?.index ?? frame.length;
    const between = frame.slice(at, start).replaceAll(/[\s,\ue000]/g, '');
    if (between !== '') return `text that is no record: ${JSON.stringify(between.slice(0, 40))}`;
    if (start === frame.length) return undefined;
    const close = endOfValue(frame, start);
    if (close === undefined)
      return 'the input ends before its list of records does; what came after is missing';
    const problem = jsonProblem(frame.slice(start, close).replaceAll(recordMark, '0'));
    if (problem !== undefined) return `what stands around the records is not JSON: ${problem}`;
    at = close;
  }
  return undefined;
}

function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether a text begins an object or a list that it does not end. */
export function isOpen(text: string): boolean {
  const start = text.search(/\S/);
  return /^[[{]/.test(text.slice(start)) && endOfValue(text, start) === undefined;
}

/** Behind the bracket that closes the one at `start`; undefined when there is none. */
function endOfValue(text: string, start: number): number | undefined {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '"') index = endOfString(text, index);
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === backslash) index += 1;
    else if (code === quote) return index;
  }
  return text.length;
}
