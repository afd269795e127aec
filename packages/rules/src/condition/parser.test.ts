import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SyntaxProblem } from './lexer.ts';
import { parseCondition, parseValueList } from './parser.ts';

const accepted = [
  'a.b = c',
  'a.b=c',
  'a.b="x y"',
  "a.b = 'it\\'s'",
  'a.b exists',
  'not a.b exists',
  'not not macro_name',
  'not(a.b = 1)',
  'a.b = 1 and(c.d = 2)or(e.f = 3)',
  'a.b in ()',
  'a.b in (x, "y z", 3)',
  'a.b in\n\t(x)',
  'a.b in(x)',
  'a.b in some_list',
  'a.b < 5',
  'a.b >= -1.5e+3',
  'a.b = anyof',
  'a.b contains anyof (x, y)',
  'a.b[0] = x and a.b["k k"] = y',
  'tolower(a.b) = x',
  'join(",", (a.b, "x")) = y',
  'a.b = val(c.d)',
  'a.b = tolower(c.d)',
  'a.b in val(c.d)',
  'getopt(a.b, "c:")[c] = x',
] as const;

const refused = [
  ['', 0],
  ['a.b', 3],
  ['a.b = ', 6],
  ['(a.b = c', 8],
  ['a.b = c)', 7],
  ['a.b = c d.e = f', 8],
  ['a.b < abc', 6],
  ['a.b containsx', 4],
  ['a.b in (x,)', 10],
  ['a.b = "open', 6],
  ['a.b = "\\q"', 7],
  ['a.b andx', 4],
  ['val(a.b) = c', 3],
  ['a.b[ = c', 4],
] as const;

describe('parseCondition', () => {
  test.each(accepted)('accepts %s', (text) => {
    expect(() => parseCondition(text)).not.toThrow();
  });

  test.each(refused)('refuses "%s" at %i', (text, at) => {
    try {
      parseCondition(text);
      expect.unreachable('it was accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxProblem);
      expect((error as SyntaxProblem).at).toBe(at);
    }
  });

  test('binds not to one check, and before or', () => {
    const tree = parseCondition('not a.b = 1 and c.d = 2 or e.f = 3');
    expect(tree).toMatchObject({
      kind: 'or',
      operands: [{ kind: 'and', operands: [{ kind: 'not' }, { kind: 'check' }] }, { kind: 'check' }],
    });
  });

  test('refuses nesting beyond the limit without exhausting the stack', () => {
    const text = `${'('.repeat(20_000)}a.b = 1${')'.repeat(20_000)}`;
    expect(() => parseCondition(text)).toThrow(SyntaxProblem);
    expect(() => parseCondition(`${'('.repeat(900)}a.b = 1${')'.repeat(900)}`)).not.toThrow();
  });

  test('any text gives a tree or a SyntaxProblem inside the text', () => {
    const piece = fc.constantFrom(
      'a.b',
      ' ',
      '=',
      '(',
      ')',
      'and',
      'or',
      'not',
      'in',
      '"',
      "'",
      '\\',
      ',',
      '[',
      'x',
      '5',
      'val(',
      'exists',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (condition) => {
        try {
          parseCondition(condition);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxProblem);
          expect((error as SyntaxProblem).at).toBeLessThanOrEqual(condition.length);
        }
      }),
    );
  });
});

test('parseValueList unescapes quoted values and keeps words', () => {
  const values = parseValueList('(a, "b \\"c\\"", 3)').map((value) => value.text);
  expect(values).toEqual(['a', 'b "c"', '3']);
});
