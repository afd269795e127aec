import type { FieldType, FieldValue } from '@breakwater/model';
import type { Extract } from '../compile/pass.ts';
import type { OutputFormat } from './format.ts';

/** Yields the value that a field of the output has for the event that it is about. */
export type ReadValue = (extract: Extract) => FieldValue | undefined;

/** The text of an output for one event; a missing value prints `<NA>`. */
export function printOutput(format: OutputFormat, read: ReadValue): string {
  let text = '';
  for (const part of format.parts) {
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    const value = printValue(read(part.extract), part.type);
    text += part.width === undefined ? value : fitted(value, part.width);
  }
  return text;
}

/** Cut or padded to a number of bytes; a character that is cut in two becomes U+FFFD. */
function fitted(value: string, width: number): string {
  const bytes = Buffer.from(value, 'utf8');
  return bytes.length > width
    ? bytes.subarray(0, width).toString('utf8')
    : value + ' '.repeat(width - bytes.length);
}

/** One value as outputs show it. */
function printValue(value: FieldValue | undefined, type: FieldType): string {
  if (value === undefined) return '<NA>';
  if (Array.isArray(value)) return `(${value.map((element) => printScalar(element, type)).join(',')})`;
  return printScalar(value as string | number | bigint | boolean, type);
}

function printScalar(value: string | number | bigint | boolean, type: FieldType): string {
  if (type === 'double' && typeof value === 'number') return value.toFixed(1);
  if (type === 'bytes') return String(value).replace(/[^\x20-\x7e]/g, '.');
  return String(value);
}
