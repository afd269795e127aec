import { describe, expect, test } from 'vitest';
import { changedRules } from './changed-rules.ts';
import { load } from './language/source.ts';

const text = `- list: shells
  items: [bash, sh]
- list: other
  items: [zsh]
- macro: shell
  condition: proc.name in (shells)
- macro: outer
  condition: evt.type = execve and shell
- rule: By list
  desc: d
  condition: evt.type = execve and proc.name in (shells)
  output: o %proc.name
  priority: ERROR
- rule: By macro
  desc: d
  condition: outer and not proc.cmdline exists
  output: o
  priority: INFO
  tags: [t]
- rule: Apart
  desc: d
  condition: evt.type = open and fd.name = /a
  output: o
  priority: INFO
  exceptions:
    - {name: e, fields: [proc.name], comps: [in], values: [[[a, b]]]}
- rule: Counting
  desc: d
  condition: evt.type = open
  output: o
  priority: INFO
  threshold: {count: 3, window: 1m, by: [proc.name]}
`;

function changed(after: readonly string[], before: readonly string[] = [text]): readonly string[] {
  const [old, next] = [load(before).ruleset, load(after).ruleset];
  if (old === undefined || next === undefined) throw new Error('a file does not load');
  return changedRules(old.rules, next.rules).map(({ name }) => name);
}

describe('what a draft changes', () => {
  test.each<[string, readonly string[]]>([
    ['- {list: shells, items: [dash], override: {items: append}}', ['By list', 'By macro']],
    ['- {list: shells, items: [bash, sh], override: {items: replace}}', []],
    ['- {list: other, items: [dash], override: {items: append}}', []],
    ['- {macro: shell, condition: or proc.name = x, override: {condition: append}}', ['By macro']],
    ['- {rule: Apart, condition: and proc.name = x, override: {condition: append}}', ['Apart']],
    ['- {rule: Apart, priority: ERROR, override: {priority: replace}}', ['Apart']],
    ['- {rule: Apart, enabled: false, override: {enabled: replace}}', ['Apart']],
    ['- {rule: Apart, tags: [x], override: {tags: append}}', ['Apart']],
    ['- {rule: Apart, output: more, override: {output: append}}', ['Apart']],
    ['- {rule: Apart, desc: more, override: {desc: append}}', []],
    ['- {rule: Apart, exceptions: [{name: e, values: [[[c]]]}], override: {exceptions: append}}', ['Apart']],
    [
      '- {rule: New, desc: d, condition: evt.type = open, output: o, priority: INFO}\n- {rule: Apart, tags: [x], override: {tags: append}}',
      ['Apart', 'New'],
    ],
  ])('%s', (draft, names) => {
    expect(changed([text, draft]).toSorted()).toEqual(names);
  });

  test.each([
    ['a blank more', text.replace('fd.name = /a', 'fd.name   =   /a'), []],
    ['a line more', `# first\n${text}`, []],
    ['another value', text.replace('fd.name = /a', 'fd.name = /b'), ['Apart']],
    ['another count', text.replace('count: 3', 'count: 4'), ['Counting']],
    ['another window', text.replace('1m', '2m'), ['Counting']],
    ['another group', text.replace('by: [proc.name]', 'by: [proc.pid]'), ['Counting']],
    ['other orders', text.replace('[bash, sh]', '[sh, bash]'), ['By list', 'By macro']],
    ['a rule less', text.slice(0, text.indexOf('- rule: Counting')), []],
  ])('%s', (_, after, names) => {
    expect(changed([after])).toEqual(names);
  });

  test('macros in macros are compared once each', () => {
    const nested = ['- {macro: m0, condition: proc.name = a and fd.name = b}'];
    for (let level = 1; level < 14; level += 1) {
      nested.push(`- {macro: m${level}, condition: m${level - 1} or m${level - 1}}`);
    }
    nested.push('- {rule: R, desc: d, condition: evt.type = open and m13, output: o, priority: INFO}');
    const file = nested.join('\n');
    expect(changed([file], [file])).toEqual([]);
    expect(changed([file.replace('fd.name = b', 'fd.name = c')], [file])).toEqual(['R']);
  });
});
