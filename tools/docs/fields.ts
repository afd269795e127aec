import type { Field } from '@breakwater/model';
import { sources } from '@breakwater/sources';
import { code, generated, type Page, paragraphs, table } from './page.ts';

/** The field table of every event source. */
export const fieldsPage: Page = {
  file: 'fields.md',
  write: async () =>
    paragraphs(
      generated,
      '# Fields of rules',
      'What a condition or an output of a rule can read, by the source that the rule names. `NAME[n]` takes a number, `NAME[key]` a text; `[n?]` and `[key?]` may be left out.',
      ...sources
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
        .flatMap(({ name, description, fields }) => [
          `## ${name}`,
          description,
          table(['Field', 'Type', 'What it holds'], fields.map(rowOf)),
        ]),
    ),
};

const argumentTexts = {
  none: '',
  index: '[n]',
  key: '[key]',
  'optional-index': '[n?]',
  'optional-key': '[key?]',
} as const;

function rowOf({ name, argument = 'none', type, isList, description }: Field<never>): readonly string[] {
  return [code(`${name}${argumentTexts[argument]}`), isList === true ? `list of ${type}` : type, description];
}
