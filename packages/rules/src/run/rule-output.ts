import type { FieldValue } from '@breakwater/model';
import type { Extract } from '../compile/pass.ts';
import { printOutput, type ReadValue } from '../output/print.ts';
import type { Rule } from '../ruleset.ts';

/** What a rule says of one event: its output, and the values that the output names; null: the event has none. */
export interface RuleOutput {
  readonly output: string;
  readonly fields: Readonly<Record<string, FieldValue | null>>;
}

export function outputOf(rule: Rule, read: ReadValue): RuleOutput {
  const fields: Record<string, FieldValue | null> = Object.create(null);
  for (const field of rule.output.fields) fields[field.label] = read(field.extract) ?? null;
  for (const extra of rule.extraFields) {
    if (extra.kind === 'field') fields[extra.field.label] = read(extra.field.extract) ?? null;
    else fields[extra.label] = printOutput(extra.format, read);
  }
  return { output: printOutput(rule.output, read), fields };
}

/** Every value that the output of a rule reads, as often as it is shown. */
export function extractsOf(rule: Rule): readonly Extract[] {
  const extras = rule.extraFields.flatMap((extra) =>
    extra.kind === 'field' ? [extra.field.extract] : extra.format.parts.flatMap(partExtract),
  );
  const own = rule.output.fields.map(({ extract }) => extract);
  return [...own, ...extras, ...rule.output.parts.flatMap(partExtract)];
}

function partExtract(part: Rule['output']['parts'][number]): readonly Extract[] {
  return part.kind === 'value' ? [part.extract] : [];
}
