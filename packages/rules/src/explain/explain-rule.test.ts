import type { Event, ExplanationNode, Field, FieldType } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { loadRules } from '../load.ts';
import type { RuleSource } from '../options.ts';
import type { Ruleset } from '../ruleset.ts';
import { explainRule } from './explain-rule.ts';

function field(name: string, type: FieldType = 'string', isList = false): Field<Event> {
  return {
    name,
    type,
    description: name,
    isList,
    extract: (event) => {
      const value = (event.record as Record<string, never>)[name];
      if (value === 'boom') throw new Error('out of bounds');
      return value;
    },
  };
}

const sources: readonly RuleSource[] = [
  {
    name: 'shop',
    fields: [
      field('door.state'),
      field('door.name'),
      field('door.owner'),
      field('door.count', 'uint64'),
      field('door.ip', 'ip'),
      field('door.keys', 'string', true),
    ],
  },
  { name: 'other', fields: [field('x.y')] },
];

function ruleset(text: string): Ruleset {
  const loaded = loadRules([{ name: 'rules.yaml', text }], { sources });
  if (loaded.ruleset === undefined) throw new Error(loaded.errors[0]?.message);
  return loaded.ruleset;
}

function rule(condition: string, more = ''): string {
  const head = 'desc: d\n  output: o\n  priority: NOTICE\n  source: shop';
  return `- rule: R\n  ${head}\n  condition: >\n    ${condition}\n${more}`;
}

function event(record: Record<string, unknown>, source = 'shop'): Event {
  return { source, type: 'pluginevent', time: 0n, id: '1', record };
}

const lists = '- list: cold\n  items: [ajar, open]\n- macro: unlocked\n  condition: door.state in (cold)\n';
const exceptions = `  exceptions:
    - name: known doors
      fields: [door.name, door.owner]
      comps: [=, startswith]
      values: [[front, ann], [back, bob]]
    - name: owners
      fields: door.owner
      values: [cid, dan]
    - name: empty
      fields: [door.name]
      values: []
`;

interface Row {
  readonly rules: string;
  readonly record: Record<string, unknown>;
  readonly source?: string;
  readonly fired: boolean;
  readonly reason: string;
}

const rows: readonly Row[] = [
  {
    rules: rule('door.state = open and door.count > 3'),
    record: { 'door.state': 'open', 'door.count': 4 },
    fired: true,
    reason: 'Fires: door.state = open holds; door.count > 3 holds: door.count is 4.',
  },
  {
    rules: rule('door.state = open and door.count > 3 and door.name = front'),
    record: { 'door.state': 'open', 'door.count': 2 },
    fired: false,
    reason: 'Does not fire: door.count > 3 does not hold: door.count is 2.',
  },
  {
    rules: rule('door.state != open'),
    record: {},
    fired: false,
    reason: 'Does not fire: door.state != open does not hold: door.state is missing on this event.',
  },
  {
    rules: rule('not door.state = open'),
    record: {},
    fired: true,
    reason: 'Fires: not door.state = open holds: door.state is missing on this event.',
  },
  {
    rules: rule('not door.state in (open, ajar)'),
    record: { 'door.state': 'ajar' },
    fired: false,
    reason: 'Does not fire: not door.state in (open, ajar) does not hold: door.state is "ajar".',
  },
  {
    rules: lists + rule('unlocked and door.count > 3'),
    record: { 'door.state': 'shut' },
    fired: false,
    reason: 'Does not fire: door.state in (ajar, open) does not hold: door.state is "shut" (in unlocked).',
  },
  {
    rules: rule('door.name = a or door.name = b or door.count >= 9'),
    record: { 'door.name': 'c' },
    fired: false,
    reason:
      'Does not fire: door.name = a does not hold: door.name is "c"; door.name = b does not hold: door.name is "c"; ' +
      'door.count >= 9 does not hold: door.count is missing on this event.',
  },
  {
    rules: rule('door.name = val(door.owner)'),
    record: { 'door.name': 'c', 'door.owner': 'd' },
    fired: false,
    reason:
      'Does not fire: door.name = val(door.owner) does not hold: door.name is "c" and door.owner is "d".',
  },
  {
    rules: rule('door.state = open', exceptions),
    record: { 'door.state': 'open', 'door.owner': 'dan' },
    fired: false,
    reason:
      'Does not fire: the exception "owners" applies: not door.owner in (cid, dan) does not hold: door.owner is "dan".',
  },
  {
    rules: rule('door.state = open', '  enabled: false\n'),
    record: { 'door.state': 'open' },
    fired: false,
    reason: 'Does not fire: the rule is switched off; it would fire: door.state = open holds.',
  },
  {
    rules: rule('door.state = open', '  enabled: false\n'),
    record: { 'door.state': 'shut' },
    fired: false,
    reason: 'Does not fire: the rule is switched off: door.state = open does not hold: door.state is "shut".',
  },
  {
    rules: rule('door.state = open'),
    record: {},
    source: 'other',
    fired: false,
    reason: 'Does not fire: the rule watches events of the source "shop"; this one is of "other".',
  },
  {
    rules: rule('door.name exists and door.owner = x and door.state = open'),
    record: { 'door.name': 'boom', 'door.state': 'open' },
    fired: false,
    reason: 'Fails on this event: door.name exists cannot be judged: out of bounds.',
  },
];

describe('explainRule', () => {
  test.each(rows)('$reason', ({ rules, record, source, fired, reason }) => {
    const set = ruleset(rules);
    const one = event(record, source);
    const explanation = explainRule(set, 'R', one);
    expect(explanation).toMatchObject({ fired, reason });
    expect(createEngine(set).evaluate(one).length > 0).toBe(fired);
  });

  test('marks what was evaluated and what decided', () => {
    const set = ruleset(lists + rule('(door.name = a or door.name = b) and unlocked and door.count > 3'));
    const { tree } = explainRule(
      set,
      'R',
      event({ 'door.name': 'b', 'door.state': 'shut', 'door.count': 4 }),
    );
    expect(outline(tree)).toEqual([
      '- (door.name = a or door.name = b) and unlocked and door.count > 3 | evaluated decisive',
      '  + door.name = a or door.name = b | evaluated',
      '    - door.name = a | evaluated',
      '    + door.name = b | evaluated',
      '  - unlocked | evaluated decisive',
      '    - door.state in (ajar, open) | evaluated decisive',
      '  + door.count > 3 | ',
    ]);
  });

  test('exceptions stand beside the parts of the condition and are told one by one', () => {
    const set = ruleset(rule('door.state = open and door.count > 1', exceptions));
    const one = event({ 'door.state': 'open', 'door.count': 2, 'door.name': 'back', 'door.owner': 'bobby' });
    const explanation = explainRule(set, 'R', one);
    expect(explanation.tree.children.map(({ kind, name }) => [kind, name])).toEqual([
      ['check', undefined],
      ['check', undefined],
      ['not', 'known doors'],
      ['not', 'owners'],
    ]);
    expect(explanation.exceptions).toEqual([
      {
        name: 'known doors',
        applies: true,
        firesIf:
          'fires if (door.name is not front or door.owner does not start with ann) and ' +
          '(door.name is not back or door.owner does not start with bob)',
      },
      { name: 'owners', applies: false, firesIf: 'fires if door.owner is not one of (cid, dan)' },
      { name: 'empty', applies: false, firesIf: 'fires in any case: the exception has no values' },
    ]);
  });

  test('an exception of one row reads as its parts', () => {
    const one = `  exceptions:
    - { name: a, fields: [door.name], values: [[front]] }
    - { name: b, fields: [door.name, door.owner], values: [[front, ann]] }
    - { name: c, fields: [door.name], values: [[front], [back]] }
`;
    const { tree, exceptions: told } = explainRule(ruleset(rule('door.state = open', one)), 'R', event({}));
    expect(tree.text).toBe(
      'door.state = open and not door.name = front and not (door.name = front and door.owner = ann)' +
        ' and not (door.name = front or door.name = back)',
    );
    expect(tree.children.map(({ name, children }) => [name, children[0]?.kind])).toEqual([
      [undefined, undefined],
      ['a', 'check'],
      ['b', 'and'],
      ['c', 'or'],
    ]);
    expect(told.map(({ firesIf }) => firesIf)).toEqual([
      'fires if door.name is not front',
      'fires if door.name is not front or door.owner is not ann',
      'fires if door.name is not front and door.name is not back',
    ]);
  });

  test('shortens long lists', () => {
    const names = Array.from({ length: 50 }, (_, index) => `n${index}`).join(', ');
    const set = ruleset(rule(`door.name in (${names})`));
    const { tree } = explainRule(set, 'R', event({ 'door.name': 'n49' }));
    expect(tree).toMatchObject({
      text: 'door.name in (n0, n1, n2, n3, n4, … 45 more)',
      verdict: true,
      value: 'n49',
    });
  });

  test('a huge condition is cut, and the part that decides is still there', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `door.name = n${index}`).join(' or ');
    const set = ruleset(rule(names));
    const explanation = explainRule(set, 'R', event({ 'door.name': 'n19000' }));
    expect(explanation.reason).toBe('Fires: door.name = n19000 holds.');
    expect(explanation.tree.omitted).toBe(15_000);
    expect(explanation.tree.children.length).toBe(5000);
  });

  const counting = rule(
    'door.state = open',
    '  threshold: { count: 3, window: 10m, by: [door.owner], distinct: door.name }',
  );
  const following = rule(
    'door.state = open',
    "  sequence: { window: 1h, by: [door.owner], steps: [{ condition: door.state = ajar }, { condition: 'x.y = z', source: other, by: [x.y] }] }",
  );

  test.each([
    [
      counting,
      event({ 'door.state': 'open' }),
      'Counts towards the threshold: door.state = open holds.',
      '3 different values of door.name in such events within 10m with the same door.owner',
    ],
    [
      counting.replace(', distinct: door.name', ''),
      event({}),
      'Does not fire: door.state = open does not hold: door.state is missing on this event.',
      '3 such events within 10m with the same door.owner',
    ],
    [
      following,
      event({ 'door.state': 'open' }),
      'Fires if the steps of the sequence came before: door.state = open holds.',
      'before it, within 1h with the same door.owner, in this order: (1) door.state = ajar; (2) x.y = z of the source "other"',
    ],
    [
      following,
      event({ 'door.state': 'ajar' }),
      'Does not fire: door.state = open does not hold: door.state is "ajar". It counts as step 1 of the sequence.',
      undefined,
    ],
    [
      following,
      event({ 'x.y': 'z' }, 'other'),
      'Does not fire: the rule watches events of the source "shop"; this one is of "other". It counts as step 2 of the sequence.',
      undefined,
    ],
  ])('tells what a rule that counts needs (%#)', (rules, one, reason, needs) => {
    const explanation = explainRule(ruleset(rules), 'R', one);
    expect(explanation).toMatchObject({ fired: false, reason });
    if (needs !== undefined) expect(explanation.needs).toBe(needs);
  });

  test('an unknown rule is refused with a suggestion', () => {
    const set = ruleset(rule('door.state = open').replace('rule: R', 'rule: Open door'));
    expect(() => explainRule(set, 'Open dor', event({}))).toThrow(
      'there is no rule "Open dor"; did you mean "Open door"?',
    );
  });
});

function outline(node: ExplanationNode, indent = ''): readonly string[] {
  const marks = [node.isEvaluated ? 'evaluated' : '', node.isDecisive ? 'decisive' : ''];
  const line = `${indent}${node.verdict ? '+' : '-'} ${node.text} | ${marks.filter((mark) => mark !== '').join(' ')}`;
  return [line, ...node.children.flatMap((child) => outline(child, `${indent}  `))];
}
