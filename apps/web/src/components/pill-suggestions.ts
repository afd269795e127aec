import { filterOperators } from '@breakwater/model';

const maxSuggestions = 8;

/** What the text of a pill can grow into: names of fields first, then operators. */
export function suggestPillText(text: string, fields: readonly string[]): readonly string[] {
  const start = text.trimStart();
  const [name = '', ...rest] = start.split(/\s+/);
  const isFieldDone = rest.length > 0;
  if (!isFieldDone) {
    const needle = name.toLowerCase();
    const starting = fields.filter((field) => field.toLowerCase().startsWith(needle));
    const containing = fields.filter(
      (field) => !starting.includes(field) && field.toLowerCase().includes(needle),
    );
    return [...starting, ...containing].slice(0, maxSuggestions).map((field) => `${field} `);
  }
  if (rest.length > 1 || /[=<>!"(]/.test(name)) return [];
  const wanted = rest[0] ?? '';
  return filterOperators
    .filter((op) => op.startsWith(wanted) && op !== wanted)
    .slice(0, maxSuggestions)
    .map((op) =>
      op === 'exists'
        ? `${name} exists`
        : op === 'in' || op === 'not-in'
          ? `${name} ${op} (`
          : `${name} ${op} `,
    );
}
