import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { compileExpression } from './compile.ts';
import { JmesPathError } from './token.ts';

const document: Json = {
  name: 'web',
  'dotted.name': 1,
  count: 3,
  empty: [],
  tags: [
    { Key: 'Env', Value: 'prod' },
    { Key: 'Owner', Value: '' },
  ],
  groups: [{ ids: ['a', 'b'] }, { ids: ['c'] }, {}],
  nested: { one: { n: 1 }, two: { n: 2 }, three: 'text' },
  numbers: [5, 1, 3],
  policy: '{"Statement": [{"Effect": "Deny"}]}',
};

describe('an expression', () => {
  it.each<[string, unknown]>([
    ['name', 'web'],
    ['"dotted.name"', 1],
    ['missing', null],
    ['missing.deeper', null],
    ['name.deeper', null],
    ['tags[0].Key', 'Env'],
    ['tags[-1].Key', 'Owner'],
    ['tags[9]', null],
    ['tags[].Value', ['prod', '']],
    ['tags[*].Missing', []],
    ["tags[?Key=='Env'].Value | [0]", 'prod'],
    ['tags[?Key==`Env`].Value | [0]', 'prod'],
    ['tags[?Key==`"Env"`].Value', ['prod']],
    ['groups[].ids', [['a', 'b'], ['c']]],
    ['groups[].ids[]', ['a', 'b', 'c']],
    ['groups[*].ids[0]', ['a', 'c']],
    ['nested.*.n', [1, 2]],
    ['numbers[:2]', [5, 1]],
    ['numbers[::-1]', [3, 1, 5]],
    ['numbers[?@ > `2`]', [5, 3]],
    ['numbers[?@ >= `3` && @ < `5`]', [3]],
    ['count > `2`', true],
    ["name > 'a'", true],
    ['nested > `1`', null],
    ['!empty', true],
    ['!count', false],
    ['empty || name', 'web'],
    ['name && count', 3],
    ['{n: name, c: count}', { n: 'web', c: 3 }],
    ['[name, count]', ['web', 3]],
    ['length(tags)', 2],
    ['length(name)', 3],
    ["contains(name, 'e')", true],
    ['contains(numbers, `5`)', true],
    ['sort(numbers)', [1, 3, 5]],
    ['max(numbers)', 5],
    ['sum(numbers)', 9],
    ['avg(empty)', null],
    ['sort_by(tags, &Key)[].Key', ['Env', 'Owner']],
    ['max_by(tags, &Key).Key', 'Owner'],
    ["join('-', ['a', 'b'])", 'a-b'],
    ["split('e', name)", ['w', 'b']],
    ['from_json(policy).Statement[0].Effect', 'Deny'],
    ['from_json(name)', null],
    ['to_number(`"12"`)', 12],
    ["to_number('x')", null],
    ['to_array(name)', ['web']],
    ['to_string(count)', '3'],
    ['type(nested)', 'object'],
    ['not_null(missing, name)', 'web'],
    ['map(&n, [nested.one, nested.two])', [1, 2]],
    ["starts_with(name, 'w') && ends_with(name, 'b')", true],
    ['keys(nested)', ['one', 'two', 'three']],
    ['merge(nested.one, {m: `2`})', { n: 1, m: 2 }],
    ['reverse(numbers)', [3, 1, 5]],
    ['@.name', 'web'],
    ['`true` == `1`', false],
    ["'it\\'s'", "it's"],
    ['tags[?!Value].Key', ['Owner']],
    ['groups[?ids[?@==`a`]] | length(@)', 1],
  ])('%s', (expression, expected) => {
    expect(compileExpression(expression)(document)).toEqual(expected);
  });

  it.each([
    '',
    'a.',
    'a[',
    'a[?b',
    'a..b',
    '[0',
    'a b',
    "'open",
    '`open',
    'unknown(a)',
    'length()',
    'length(a, b)',
    'a[::0]',
    '&a',
    '{a: b',
    '"a"(b)',
    '-',
    '#',
  ])('%j is refused', (expression) => {
    expect(() => compileExpression(expression)).toThrow(JmesPathError);
  });

  it.each(['name > count', 'sum(tags)', 'length(count)', 'sort(tags)', "contains(count, 'a')"])(
    '%s fails on data of the wrong kind',
    (expression) => {
      expect(() => compileExpression(expression)(document)).toThrow(JmesPathError);
    },
  );

  it('never reads what is not a property of the data', () => {
    expect(compileExpression('constructor')(document)).toBeNull();
    expect(compileExpression('__proto__.toString')(document)).toBeNull();
  });

  it('refuses deep nesting instead of overflowing the stack', () => {
    expect(() => compileExpression('('.repeat(5000))).toThrow(JmesPathError);
    expect(() => compileExpression('!'.repeat(5000))).toThrow(JmesPathError);
  });

  it('fails only with its own error, whatever the text', () => {
    const piece = constantFrom(
      'a',
      '[',
      ']',
      '[?',
      '[]',
      '.',
      '*',
      '|',
      '||',
      '&&',
      '(',
      ')',
      '@',
      '&',
      '`1`',
      "'x'",
      ':',
      '0',
      ',',
      '{',
      '}',
      '!',
      '==',
      '<',
      'length',
    );
    assert(
      property(array(piece, { maxLength: 12 }), string({ maxLength: 5 }), (pieces, text) => {
        try {
          compileExpression(pieces.join('') + text)(document);
        } catch (error) {
          expect(error).toBeInstanceOf(JmesPathError);
        }
      }),
    );
  });
});
