import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadRules } from '../load.ts';
import { formatDiagnostic } from '../report.ts';
import { ruleText, sources } from './testing/engines.ts';

function loading(text: string) {
  return loadRules([{ name: 'r.yaml', text }], { sources });
}

interface Row {
  readonly more: string;
  readonly error: string;
  readonly caret?: string;
}

const step = '{ condition: door.event = open }';

const rows: readonly Row[] = [
  {
    more: '  threshold: { count: 5, window: 10m, by: [door.usr] }',
    error:
      'r.yaml:7:44: LOAD_ERR_COMPILE_CONDITION in rule "R", by "door.usr": the source "door" has no field "door.usr"; did you mean "door.user"?',
    caret:
      '  threshold: { count: 5, window: 10m, by: [door.usr] }\n                                           ^',
  },
  {
    more: '  threshold: { count: 5, window: 10m, distint: door.name }',
    error:
      'r.yaml:7:39: LOAD_ERR_YAML_VALIDATE in rule "R", key "distint": unknown key "distint"; did you mean "distinct"?',
  },
  {
    more: '  threshold: { count: 0, window: 10m }',
    error:
      'r.yaml:7:23: LOAD_ERR_YAML_VALIDATE in rule "R", value for "count": "0" is not a whole number from 1 to 100000',
  },
  {
    more: '  threshold: { count: 100001, window: 10m }',
    error: '"100001" is not a whole number from 1 to 100000',
  },
  { more: '  threshold: { count: 1.5, window: 10m }', error: '"1.5" is not a whole number from 1 to 100000' },
  { more: '  threshold: { window: 10m }', error: 'in rule "R": the key "count" is missing' },
  { more: '  threshold: { count: 3 }', error: 'in rule "R": the key "window" is missing' },
  {
    more: '  threshold: { count: 3, window: 10 }',
    error: 'value for "window": "10" is not a duration such as 30s, 10m, 1h or 7d',
  },
  { more: '  threshold: { count: 3, window: 8d }', error: '"8d" is not between 1s and 7d' },
  { more: '  threshold: { count: 3, window: 0s }', error: '"0s" is not between 1s and 7d' },
  { more: '  threshold: 5', error: 'threshold must be a mapping of count, window, by, distinct' },
  { more: '  threshold:', error: 'the key "threshold" has no value' },
  {
    more: `  threshold: { count: 3, window: 1m, by: [${'door.user,'.repeat(6)}] }`,
    error: '"by" must have at most 5 fields, not 6',
  },
  {
    more: '  threshold: { count: 3, window: 1m, by: [[x]] }',
    error: 'an element of "by" must be the name of a field',
  },
  {
    more: '  threshold: { count: 3, window: 1m, by: [nonsense] }',
    error: '"nonsense" is neither a field nor a transformer',
  },
  {
    more: `  threshold: { count: 3, window: 1m }\n  sequence: { window: 1m, steps: [${step}] }`,
    error:
      'r.yaml:8:13: LOAD_ERR_YAML_VALIDATE in rule "R": a rule has a "threshold" or a "sequence", not both',
  },
  { more: '  sequence: { window: 1m }', error: 'the key "steps" is missing' },
  { more: '  sequence: { window: 1m, steps: [] }', error: '"steps" must have 1 to 10 elements, not 0' },
  {
    more: `  sequence: { window: 1m, steps: [${`${step},`.repeat(11)}] }`,
    error: '"steps" must have 1 to 10 elements, not 11',
  },
  {
    more: '  sequence: { window: 1m, steps: [door.event] }',
    error: 'a step must be a mapping of condition, source, by',
  },
  {
    more: `  sequence: { window: 1m, steps: [${step}, { condition: door.event = }] }`,
    error: 'in rule "R", step "2": expected a value, val(field) or a transformer',
  },
  {
    more: '  sequence: { window: 1m, steps: [{ condition: door.evnt = open }] }',
    error: 'in rule "R", step "1": the source "door" has no field "door.evnt"; did you mean "door.event"?',
  },
  {
    more: '  sequence: { window: 1m, by: [door.user], steps: [{ condition: lamp.event = on, source: lamp }] }',
    error: 'in rule "R", by "door.user": the source "lamp" has no field "door.user"',
  },
  {
    more: '  sequence: { window: 1m, by: [door.user], steps: [{ condition: lamp.event = on, source: lamp, by: [] }] }',
    error: 'in rule "R", step "1": "by" of a step must have as many fields as "by" of the sequence: 1, not 0',
  },
  {
    more: '  sequence: { window: 1m, steps: [{ condition: unknown_macro }] }',
    error: 'LOAD_ERR_VALIDATE in rule "R", step "1": unknown macro "unknown_macro"',
  },
];

const runs = Number(process.env.PROPERTY_RUNS ?? 300);

describe('threshold and sequence in a file', () => {
  test.each(rows)('$error', ({ more, error, caret }) => {
    const { errors, ruleset } = loading(ruleText('door.event = open', more));
    expect(ruleset).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors.map(formatDiagnostic)[0]).toContain(error);
    if (caret !== undefined) expect(errors[0]?.snippet).toBe(caret);
  });

  test('nothing of it warns, and a rule without them has none', () => {
    const text = [
      ruleText(
        'door.event = open',
        '  threshold: { count: 5, window: 10m, by: door.user, distinct: door.name }',
        'A',
      ),
      ruleText('door.event = open', `  sequence:\n    window: 7d\n    steps:\n      - ${step}`, 'B'),
      ruleText('door.event = open', '', 'C'),
    ].join('\n');
    const { ruleset, warnings } = loading(text);
    expect(warnings).toEqual([]);
    expect(
      ruleset?.rules.map(({ threshold, sequence }) => [threshold?.count, sequence?.steps.length]),
    ).toEqual([
      [5, undefined],
      [undefined, 1],
      [undefined, undefined],
    ]);
  });

  test('macros and lists that only a step names are used', () => {
    const names =
      '- list: opened\n  items: [open, ajar]\n- macro: is_open\n  condition: door.event in (opened)\n';
    const { errors, warnings } = loading(
      names + ruleText('door.event = shut', '  sequence: { window: 1m, steps: [{ condition: is_open }] }'),
    );
    expect([...errors, ...warnings]).toEqual([]);
  });

  test('whatever stands there, it loads or says where it is wrong', () => {
    const scalar = fc.oneof(
      fc.constantFrom(
        '5',
        '10m',
        'door.user',
        'door.event = open',
        'lamp',
        '',
        'tolower(door.user)',
        null,
        3.5,
        true,
      ),
      fc.string({ maxLength: 6 }),
    );
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        scalar,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'count',
            'window',
            'by',
            'distinct',
            'steps',
            'condition',
            'source',
            '__proto__',
            'x',
          ),
          tie('value'),
        ),
      ),
    })).value;
    const threshold = fc.record(
      { count: scalar, window: scalar, by: value, distinct: scalar },
      { requiredKeys: ['count', 'window'] },
    );
    const step = fc.record({ condition: scalar, source: scalar, by: value }, { requiredKeys: ['condition'] });
    const sequence = fc.record({
      window: scalar,
      by: value,
      steps: fc.array(fc.oneof(step, value), { maxLength: 3 }),
    });
    const keys = fc.record(
      { threshold: fc.oneof(value, threshold), sequence: fc.oneof(value, sequence) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(keys, (given) => {
        const more = Object.entries(given).map(([key, one]) => `  ${key}: ${JSON.stringify(one)}`);
        const { ruleset, errors } = loading(ruleText('door.event = open', more.join('\n')));
        expect(errors.length).toBe(ruleset === undefined ? 1 : 0);
        for (const { location } of errors) expect(location.line).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: runs },
    );
  });

  test('a step of a source that is not loaded skips the rule with a warning', () => {
    const step = '{ condition: a.b = c, source: lmp }';
    const { ruleset, warnings } = loading(
      ruleText('door.event = open', `  sequence: { window: 1m, steps: [${step}] }`),
    );
    expect(ruleset?.rules).toEqual([]);
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      [
        'LOAD_UNKNOWN_SOURCE',
        'a step has the unknown source "lmp"; did you mean "lamp"?; the rule is skipped',
      ],
    ]);
  });

  test('skip-if-unknown-filter forgives unknown fields here as well', () => {
    const more = '  skip-if-unknown-filter: true\n  threshold: { count: 2, window: 1m, by: [door.nope] }';
    const { ruleset, warnings } = loading(ruleText('door.event = open', more));
    expect(ruleset?.rules).toEqual([]);
    expect(warnings.map(({ code }) => code)).toEqual(['LOAD_UNKNOWN_FILTER']);
  });

  const before = ruleText('door.event = open', '  threshold: { count: 2, window: 1m }\n');

  test.each([
    ['- rule: R\n  override: { threshold: replace }\n  threshold: { count: 9, window: 1m }', 9, undefined],
    ['- rule: R\n  override: { threshold: replace }\n  threshold:', undefined, undefined],
    [
      `- rule: R\n  override: { threshold: replace, sequence: replace }\n  threshold:\n  sequence: { window: 1m, steps: [${step}] }`,
      undefined,
      1,
    ],
    ['- rule: R\n  override: { priority: replace }\n  priority: INFO', 2, undefined],
    [ruleText('door.event = open', ''), undefined, undefined],
  ])('%s', (override, count, steps) => {
    const { ruleset, errors, warnings } = loading(before + override);
    expect([...errors, ...warnings]).toEqual([]);
    const [rule] = ruleset?.rules ?? [];
    expect([rule?.threshold?.count, rule?.sequence?.steps.length]).toEqual([count, steps]);
  });

  test.each([
    [
      `- rule: R\n  override: { sequence: replace }\n  sequence: { window: 1m, steps: [${step}] }`,
      'the rule has a "threshold" and cannot have a "sequence" as well',
    ],
    [
      '- rule: R\n  override: { threshold: append }\n  threshold: { count: 9, window: 1m }',
      '"threshold" cannot be appended to',
    ],
    [
      '- rule: R\n  override: { priority: replace }\n  priority: INFO\n  threshold: { count: 9, window: 1m }',
      '"threshold" is given but not listed under "override"',
    ],
  ])('refuses %s', (override, message) => {
    const { errors } = loading(before + override);
    expect(errors[0]?.message).toContain(message);
  });
});
