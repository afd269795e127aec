import type { AppendOutput, RuleSource } from '../options.ts';

export interface AppendedField {
  readonly label: string;
  readonly format: string;
  /** Given as a bare field name: the value keeps its type. */
  readonly isRaw: boolean;
}

/** The text and fields that the configuration adds to one rule's output. */
export function outputOf(
  rule: { readonly name: string; readonly source: string; readonly tags: readonly string[] },
  entries: readonly AppendOutput[],
): { readonly text: string; readonly fields: readonly AppendedField[] } {
  const texts: string[] = [];
  const fields = new Map<string, AppendedField>();
  for (const entry of entries) {
    if (entry.rule !== undefined && entry.rule !== rule.name) continue;
    if (entry.source !== undefined && entry.source !== rule.source) continue;
    if (entry.tags?.some((tag) => !rule.tags.includes(tag)) === true) continue;
    if (entry.extraOutput !== undefined) texts.push(entry.extraOutput);
    for (const field of entry.extraFields ?? []) {
      const named = typeof field === 'string' ? [[field, `%${field}`] as const] : Object.entries(field);
      const isRaw = typeof field === 'string';
      for (const [label, format] of named) fields.set(label, { label, format, isRaw });
    }
  }
  return { text: texts.join(' '), fields: [...fields.values()] };
}

/** `container_id=%container.id …`: what a source suggests to add to every output of its rules. */
export function suggestedOutput({ fields }: RuleSource): string {
  return fields
    .filter(({ isSuggested }) => isSuggested === true)
    .map(({ name }) => `${name.replaceAll('.', '_')}=%${name}`)
    .join(' ');
}
