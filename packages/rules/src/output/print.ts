import type { Event, FieldType, FieldValue } from '@breakwater/model';
import type { OutputFormat } from './format.ts';

/** The text of an output for one event; a missing value prints `<NA>`. */
export function printOutput(format: OutputFormat, event: Event): string {
  let text = '';
  for (const part of format.parts) {
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    const value = printValue(part.extract(event), part.type);
    text += part.width === undefined ? value : value.slice(0, part.width).padEnd(part.width);
  }
  return text;
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
