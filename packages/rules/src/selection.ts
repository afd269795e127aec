import type { RuleSelection } from './options.ts';
import type { Rule } from './ruleset.ts';

/** Whether a rule is on after the selection, whose entries apply in order. */
export function isSelected(
  rule: Pick<Rule, 'name' | 'tags'>,
  isEnabled: boolean,
  selection: readonly RuleSelection[],
): boolean {
  let isOn = isEnabled;
  for (const entry of selection) {
    const isByName = entry.rule !== undefined && matchesWildcard(entry.rule, rule.name);
    const isByTag = entry.tag !== undefined && rule.tags.includes(entry.tag);
    if (isByName || isByTag) isOn = entry.action === 'enable';
  }
  return isOn;
}

/** `*` stands for any text, everything else for itself; the whole name must match. */
function matchesWildcard(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return name === head;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}
