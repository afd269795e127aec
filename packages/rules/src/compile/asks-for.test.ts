import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fire, load, rule } from '../language/source.ts';

const types = ['open', 'connect', 'getpid'] as const;

function askedTypes(texts: readonly string[], more: Parameters<typeof load>[1] = {}): readonly string[] {
  const { ruleset, errors } = load(texts, more);
  if (ruleset === undefined) throw new Error(errors[0]?.message);
  return types.filter((type) => ruleset.asksFor('syscall', type));
}

describe('the types of event that a condition asks for', () => {
  test.each([
    ['evt.type = open', 'open'],
    ['evt.type == open', 'open'],
    ['syscall.type = open', 'open'],
    ['not syscall.type = open', 'open connect getpid'],
    ['evt.type in (open, connect)', 'open connect'],
    ['evt.type != open', 'connect getpid'],
    ['not evt.type = open', 'connect getpid'],
    ['not evt.type in (open, connect)', 'getpid'],
    ['evt.type exists', 'open connect getpid'],
    ['not evt.type exists', ''],
    ['proc.name = x', 'open connect getpid'],
    ['evt.type = open and proc.name = x', 'open'],
    ['evt.type = open or proc.name = x', 'open connect getpid'],
    ['evt.type = open or evt.type = connect', 'open connect'],
    ['evt.type = open and evt.type = connect', ''],
    ['not (evt.type = open or evt.type = connect)', 'getpid'],
    ['not (evt.type = open and proc.name = x)', 'open connect getpid'],
    ['evt.type in (open, connect) and not evt.type = connect', 'open'],
    ['evt.type startswith open', 'open connect getpid'],
    ['tolower(evt.type) = open', 'open connect getpid'],
    ['evt.type = val(syscall.type)', 'open connect getpid'],
    ['evt.num = 0', ''],
    ['evt.num = 0 and evt.type = open', ''],
    ['evt.type = open or (evt.num = 0 and evt.type = connect)', 'open'],
    ['evt.type = open and not (evt.num = 0 and proc.name = x)', 'open'],
    ['evt.num > 0', 'open connect getpid'],
    ['evt.num in (0, 1)', 'open connect getpid'],
  ])('%s: %s', (condition, expected) => {
    expect(askedTypes([rule(condition)]).join(' ')).toBe(expected);
  });

  test('not syscall.type: an event that is none has a type, too', () => {
    expect(askedTypes([rule('not syscall.type exists and evt.type = open')])).toEqual(['open']);
  });

  test('a macro asks for what its body does, and an exception takes nothing away', () => {
    const macro = '- macro: opens\n  condition: (evt.type = open)\n';
    const exceptions = '  exceptions:\n    - name: e\n      fields: [proc.name]\n      values: [[x]]';
    expect(askedTypes([macro, rule('opens', exceptions)])).toEqual(['open']);
    expect(askedTypes([macro, rule('not opens', exceptions)])).toEqual(['connect', 'getpid']);
  });

  test('all rules together, of those that are on and of the source', () => {
    const both = [rule('evt.type = open', '', 'A'), rule('evt.type = connect', '', 'B')];
    expect(askedTypes(both)).toEqual(['open', 'connect']);
    expect(askedTypes(both, { selection: [{ action: 'disable', rule: 'A' }] })).toEqual(['connect']);
    expect(askedTypes([rule('o.name = x', '  source: other')])).toEqual([]);
    expect(askedTypes([])).toEqual([]);
  });

  test('a step of a sequence asks, whatever the source of its rule', () => {
    const sequence = `  source: other
  sequence:
    window: 1m
    by: [o.name]
    steps:
      - source: syscall
        by: [proc.name]
        condition: evt.type = connect`;
    expect(askedTypes([rule('o.name exists', sequence)])).toEqual(['connect']);
  });
});

test('a type that is not asked for fires nothing', () => {
  const check = fc.constantFrom(
    'evt.type = open',
    'evt.type != open',
    'evt.type in (open, connect)',
    'syscall.type = connect',
    'evt.type exists',
    'evt.num = 0',
    'evt.num > 0',
    'proc.name = x',
    'proc.name exists',
  );
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      check,
      fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a} and ${b})`),
      fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a} or ${b})`),
      tie('tree').map((part) => `not (${part})`),
    ),
  }));
  const property = fc.property(tree, fc.constantFrom(...types), fc.boolean(), (condition, type, isNamed) => {
    const loaded = load([rule(condition)]);
    const fired = fire(loaded, { 'evt.type': type, ...(isNamed ? { 'proc.name': 'x' } : {}) });
    if (fired.length > 0) expect(loaded.ruleset?.asksFor('syscall', type)).toBe(true);
  });
  fc.assert(property, { numRuns: 300 });
});
