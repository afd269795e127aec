import type { FieldValue } from '@breakwater/model';

/**
 * Bounds of what a detection repeats of its event: a request that its sender padded must not make the detection
 * too large to be stored. The event itself has the rest.
 */
const maxText = 4096;

export function shortText(text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}

/** The values with long texts cut; a long list becomes a text. */
export function shortFields(
  fields: Readonly<Record<string, FieldValue | null>>,
): Record<string, FieldValue | null> {
  const short: Record<string, FieldValue | null> = Object.create(null);
  for (const [name, value] of Object.entries(fields)) short[name] = shortValue(value);
  return short;
}

function shortValue(value: FieldValue | null): FieldValue | null {
  if (typeof value === 'string') return shortText(value);
  if (!Array.isArray(value)) return value;
  const text = value.join(', ');
  return text.length > maxText ? shortText(text) : value;
}
