import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NamedSample, parseExposition } from './parse-exposition.ts';

describe('lines that are samples', () => {
  test.each<[string, NamedSample]>([
    ['a 1', { name: 'a', labels: {}, value: 1 }],
    ['  a\t1  ', { name: 'a', labels: {}, value: 1 }],
    ['a 1\r', { name: 'a', labels: {}, value: 1 }],
    ['a{} 1', { name: 'a', labels: {}, value: 1 }],
    ['a { } 1', { name: 'a', labels: {}, value: 1 }],
    ['a:b_1{c="d"} +1.5e3 -12', { name: 'a:b_1', labels: { c: 'd' }, value: 1500, timeMs: -12 }],
    ['a{b="1" , c = "2",} .5', { name: 'a', labels: { b: '1', c: '2' }, value: 0.5 }],
    ['a{b="}, c=\\"x\\" # \\\\ \\n"} 1.', { name: 'a', labels: { b: '}, c="x" # \\ \n' }, value: 1 }],
    ['a{b="\u00a0\u2028"} 1', { name: 'a', labels: { b: '\u00a0\u2028' }, value: 1 }],
    ['a +Inf', { name: 'a', labels: {}, value: Number.POSITIVE_INFINITY }],
    ['a -inf', { name: 'a', labels: {}, value: Number.NEGATIVE_INFINITY }],
    ['a NaN', { name: 'a', labels: {}, value: Number.NaN }],
    ['a{le="+Inf"} 1', { name: 'a', labels: { le: '+Inf' }, value: 1 }],
  ])('%j', (line, expected) => {
    expect(parseExposition(line)).toEqual({ samples: [expected], rejected: [] });
  });

  test('comments and empty lines are passed over, numbers count every line', () => {
    const text = '# HELP a b\n\n# TYPE a gauge\n  # odd\na 1\n!\n';
    expect(parseExposition(text)).toEqual({
      samples: [{ name: 'a', labels: {}, value: 1 }],
      rejected: [{ line: 6, error: 'a metric name is expected' }],
    });
  });

  test('labels named as the prototype are labels', () => {
    const [sample] = parseExposition('a{__proto__="x",constructor="y"} 1').samples;
    expect(Object.entries(sample?.labels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('lines that are none', () => {
  test.each<[string, string]>([
    ['1a 1', 'a metric name is expected'],
    ['{a="b"} 1', 'a metric name is expected'],
    ['é 1', 'a metric name is expected'],
    ['a', '"" is not a number'],
    ['a b', '"b" is not a number'],
    ['a-b 1', '"-b" is not a number'],
    ['a 0x10', '"0x10" is not a number'],
    ['a 1_000', '"1_000" is not a number'],
    ['a 1 2 3', 'more than a value and a time'],
    ['a 1 1.5', '"1.5" is not a time in milliseconds'],
    ['a 1 0x10', '"0x10" is not a time in milliseconds'],
    ['a 1 8640000000000001', '"8640000000000001" is not a time in milliseconds'],
    ['a 1 # {trace="x"} 1', 'more than a value and a time'],
    ['a{b="c"', 'a comma or a closing brace is expected behind a label'],
    ['a{b="c" c="d"} 1', 'a comma or a closing brace is expected behind a label'],
    ['a{b="c} 1', 'the value of label "b" does not end, or has a wrong escape'],
    ['a{b="\\x"} 1', 'the value of label "b" does not end, or has a wrong escape'],
    ['a{b="\\', 'the value of label "b" does not end, or has a wrong escape'],
    ['a{b=c} 1', 'a label is expected'],
    ['a{,} 1', 'a label is expected'],
    ['a{b="c",,} 1', 'a label is expected'],
    ['a{b="c",b="d"} 1', 'the label "b" is there twice'],
    ['a{', 'a label is expected'],
  ])('%j', (line, error) => {
    expect(parseExposition(`good 1\n${line}\ngood 2`)).toEqual({
      samples: [
        { name: 'good', labels: {}, value: 1 },
        { name: 'good', labels: {}, value: 2 },
      ],
      rejected: [{ line: 2, error }],
    });
  });
});

describe('hostile exposition', () => {
  const long = 'x'.repeat(60_000);
  test.each<[string, string, string]>([
    ['a huge line', `a{b="${'x'.repeat(70_000)}"} 1`, 'the line is longer than 65536 characters'],
    ['a huge name', `${long}! 1`, '"!" is not a number'],
    ['a huge number', `a ${'1'.repeat(60_000)}x`, `"${'1'.repeat(40)}…" is not a number`],
    ['a huge exponent', `a 1e${'1'.repeat(60_000)}x`, `"1e${'1'.repeat(38)}…" is not a number`],
    ['huge blanks', `a${' '.repeat(60_000)}{${' '.repeat(5_000)}x`, 'a label is expected'],
    ['a huge label name', `a{${long}="1",${long.slice(0, 1_000)}} 1`, 'a label is expected'],
    [
      'a label bomb',
      `a{${Array.from({ length: 5_000 }, (_, index) => `l${index}="x"`).join(',')}} 1`,
      'more than 64 labels',
    ],
    [
      'an escape bomb',
      `a{b="${'\\\\'.repeat(30_000)}`,
      'the value of label "b" does not end, or has a wrong escape',
    ],
    ['NUL bytes', '\0'.repeat(1_000), 'a metric name is expected'],
  ])('%s is refused at once', (_what, line, error) => {
    const startedAt = performance.now();
    expect(parseExposition(`${line}\ngood 1`)).toMatchObject({
      samples: [{ name: 'good' }],
      rejected: [{ line: 1, error }],
    });
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test('64 labels are taken', () => {
    const labels = Array.from({ length: 64 }, (_, index) => `l${index}="x"`).join(',');
    expect(Object.keys(parseExposition(`a{${labels}} 1`).samples[0]?.labels ?? {})).toHaveLength(64);
  });

  test('more samples than the limit are refused, and counted', () => {
    const text = Array.from({ length: 300 }, (_, index) => `a{i="${index}"} 1`).join('\n');
    const { samples, rejected } = parseExposition(text, { maxSamples: 10 });
    expect(samples).toHaveLength(10);
    expect(rejected).toHaveLength(101);
    expect(rejected[0]).toEqual({
      line: 11,
      error: 'only 10 samples are read at once: send less in one batch',
    });
    expect(rejected[100]).toEqual({ line: 111, error: 'from here on 190 more lines were not taken' });
  });

  test('16 MiB of bad lines take a moment', () => {
    const startedAt = performance.now();
    expect(parseExposition('!\n'.repeat(8 * 1024 * 1024)).rejected).toHaveLength(101);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test('any text is parsed or refused, never thrown at', () => {
    const piece = fc.oneof(
      fc.constantFrom('a', '{', '}', '"', '\\', ',', '=', ' ', '\n', '#', '1', 'NaN'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const { samples, rejected } = parseExposition(text);
        expect(samples.length + rejected.length).toBeLessThanOrEqual(text.split('\n').length);
      }),
    );
  });
});
