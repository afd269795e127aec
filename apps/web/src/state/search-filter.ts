import type { Filter } from '@breakwater/model';

/**
 * The condition of a free-text search: every word occurs in one of the fields. Stores compare case, so a word is also
 * looked for in small letters and with a capital.
 */
export function searchFilter(text: string | undefined, fields: readonly string[]): Filter | undefined {
  const words = (text ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8);
  if (words.length === 0) return undefined;
  const filters = words.map(
    (word): Filter => ({
      op: 'or',
      filters: fields.flatMap((field) =>
        spellings(word).map((value): Filter => ({ op: 'contains', field, value })),
      ),
    }),
  );
  const [only] = filters;
  return filters.length === 1 && only ? only : { op: 'and', filters };
}

function spellings(word: string): readonly string[] {
  const small = word.toLowerCase();
  return [...new Set([word, small, small.charAt(0).toUpperCase() + small.slice(1)])];
}
