import { describe, expect, test } from 'vitest';
import { codesOf, fire, load, rule } from './source.ts';

const many = (count: number, make: (index: number) => string, separator = '\n') =>
  Array.from({ length: count }, (_, index) => make(index)).join(separator);
const nested = (depth: number, open: string, inner: string) => open.repeat(depth) + inner + ')'.repeat(depth);

/** Each was slow, deep or large enough to bring a naive loader down. */
const refused: readonly (readonly [name: string, text: string, code: string, words: string])[] = [
  ['parentheses', rule(nested(1001, '(', 'proc.name = a')), 'LOAD_ERR_COMPILE_CONDITION', '1000 levels'],
  [
    'many parentheses',
    rule(nested(100_000, '(', 'proc.name = a')),
    'LOAD_ERR_COMPILE_CONDITION',
    '1000 levels',
  ],
  ['negations', rule(nested(50_000, 'not (', 'proc.name = a')), 'LOAD_ERR_COMPILE_CONDITION', '1000 levels'],
  [
    'transformers',
    rule(`${nested(50_000, 'tolower(', 'proc.name')} = a`),
    'LOAD_ERR_COMPILE_CONDITION',
    '1000 levels',
  ],
  ['lists in lists', rule(`join(",", ${'('.repeat(5000)} = a`), 'LOAD_ERR_COMPILE_CONDITION', '1000 levels'],
  [
    'macros one inside another, each deep itself',
    [
      many(300, (index) => `- {macro: m${index}, condition: proc.name = a}`),
      many(299, (index) => `- {macro: m${index}, condition: "${nested(400, 'not (', `m${index + 1}`)}"}`),
      rule('m0'),
    ].join('\n'),
    'LOAD_ERR_COMPILE_CONDITION',
    '1000 levels',
  ],
  ['a long name', rule('m'.repeat(300_000)), 'LOAD_ERR_VALIDATE', 'unknown macro'],
  ['a long number', rule(`proc.pid = ${'9'.repeat(300_000)}`), 'LOAD_ERR_COMPILE_CONDITION', 'decimal'],
  [
    'a long number and a letter',
    rule(`proc.pid = ${'9'.repeat(300_000)}x`),
    'LOAD_ERR_COMPILE_CONDITION',
    'decimal',
  ],
  ['a long field', rule(`evt.arg.${'x'.repeat(300_000)} = a`), 'LOAD_ERR_COMPILE_CONDITION', 'no event has'],
  [
    'a regular expression too deep',
    rule(`proc.name regex "${nested(2000, '(', 'a')}"`),
    'LOAD_ERR_COMPILE_CONDITION',
    'nests too deeply',
  ],
  [
    'a regular expression too long',
    rule(`proc.name regex "${'a'.repeat(10_001)}"`),
    'LOAD_ERR_COMPILE_CONDITION',
    'longer than',
  ],
  ['an alias of itself', '- &a [*a]', 'LOAD_ERR_YAML_PARSE', 'nested deeper'],
];

describe('hostile files', () => {
  test.each(refused)('%s', (_, text, code, words) => {
    const loaded = load([text]);
    expect(codesOf(loaded).errors).toEqual([code]);
    expect(loaded.errors[0]?.message).toContain(words);
    expect(loaded.errors[0]?.message.length).toBeLessThan(1100);
    expect(loaded.errors[0]?.snippet.length).toBeLessThan(400);
  });

  test('a condition of 900 levels is decided', () => {
    const condition = nested(900, '(proc.name = a and ', 'proc.pid = 1');
    expect(fire(load([rule(condition)]), { 'proc.name': 'a', 'proc.pid': 1 })).toHaveLength(1);
    const negations = `evt.type = execve and ${nested(900, 'not (', 'proc.name = a')}`;
    expect(fire(load([rule(negations)]), { 'proc.name': 'a' })).toHaveLength(1);
  });

  test('long lists that many rules name are read once', () => {
    const list = `- {list: l, items: [${many(20_000, (index) => `i${index}`, ',')}]}`;
    const rules = many(20, (index) => rule('evt.type = execve and proc.name in (l)', '', `R${index}`));
    expect(fire(load([`${list}\n${rules}`]), { 'proc.name': 'i19999' })).toHaveLength(20);
  });

  test('regular expressions take time linear in the text', () => {
    const loaded = load([rule('evt.type = execve and proc.name regex "(a*)*(a|a)*b"')]);
    expect(fire(loaded, { 'proc.name': 'a'.repeat(100_000) })).toHaveLength(0);
  });

  test('a text after a field that no field is', () => {
    const output = `%proc.name${'x'.repeat(300_000)}`;
    const [fired] = fire(load([rule('evt.type = execve').replace('output: o', `output: "${output}"`)]), {
      'proc.name': 'a',
    });
    expect(fired?.output).toHaveLength(300_001);
  });

  test('names that objects have of themselves are names like any other', () => {
    const names = ['constructor', 'hasOwnProperty', 'toString'];
    const text = names.map(
      (name) =>
        `- {macro: ${name}, condition: proc.name = ${name}}\n${rule(`evt.type = execve and ${name}`, '', name)}`,
    );
    const loaded = load([text.join('\n')]);
    for (const name of names)
      expect(fire(loaded, { 'proc.name': name }).map((one) => one.rule)).toEqual([name]);
    expect(Object.keys({})).toEqual([]);
    expect(codesOf(load(['- {__proto__: x, rule: A, constructor: y}'])).errors).toEqual([
      'LOAD_ERR_YAML_VALIDATE',
    ]);
  });
});
