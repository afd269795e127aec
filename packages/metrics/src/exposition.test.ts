import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMetrics, whyNoPromtool } from '../test-support/index.ts';
import { toExposition } from './exposition.ts';
import { type MetricFamily, metricFamily } from './metric-family.ts';
import { parseExposition } from './parse-exposition.ts';

const labelName = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,20}$/);
const sample = fc.record(
  {
    labels: fc.dictionary(labelName, fc.string({ unit: 'binary', maxLength: 50 }), { maxKeys: 20 }),
    value: fc.double(),
    timeMs: fc.integer({ min: -8.64e15, max: 8.64e15 }),
  },
  { requiredKeys: ['labels', 'value'] },
);
const family: fc.Arbitrary<MetricFamily> = fc.record({
  name: fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,30}$/),
  help: fc.string({ unit: 'binary' }),
  type: fc.constantFrom('counter', 'gauge', 'untyped'),
  samples: fc.array(sample, { maxLength: 5 }),
});

test('what is written is read again: names, labels, values and times', () => {
  fc.assert(
    fc.property(fc.array(family, { maxLength: 5 }), (families) => {
      const { samples, rejected } = parseExposition(toExposition(families));
      expect(rejected).toEqual([]);
      expect(samples).toEqual(
        families.flatMap(({ name, samples: own }) => own.map((one) => ({ name, ...one }))),
      );
    }),
  );
});

test('a time of the whole exposition stands behind samples without their own', () => {
  const samples = [
    { labels: { a: '1' }, value: 1 },
    { labels: { a: '2' }, value: 2, timeMs: 7 },
  ];
  expect(toExposition([metricFamily('a_bytes', 'gauge', 'A.', samples)], 1000)).toBe(
    '# HELP a_bytes A.\n# TYPE a_bytes gauge\na_bytes{a="1"} 1 1000\na_bytes{a="2"} 2 7\n',
  );
});

test('families without samples are left out', () => {
  expect(toExposition([metricFamily('a_bytes', 'gauge', 'A.', [])])).toBe('');
});

test('half a surrogate pair is written as the replacement character', () => {
  const text = toExposition([metricFamily('a', 'gauge', 'A.', [{ labels: { b: 'x\ud800' }, value: 1 }])]);
  expect(text).toContain('a{b="x\ufffd"} 1\n');
});

test.each([['1a'], ['a-b'], ['a b'], [''], ['a\n']])('%j is no metric name', (name) => {
  expect(() => toExposition([metricFamily(name, 'gauge', '', [{ labels: {}, value: 1 }])])).toThrow(
    TypeError,
  );
});

test.each([['a:b'], ['a"'], [''], ['1']])('%j is no label name', (name) => {
  const samples = [{ labels: { [name]: 'x' }, value: 1 }];
  expect(() => toExposition([metricFamily('a', 'gauge', '', samples)])).toThrow(TypeError);
});

describe.skipIf(whyNoPromtool() !== undefined)(
  `promtool reads what is written ${whyNoPromtool() ?? ''}`,
  () => {
    test('odd labels, help and values', () => {
      const samples = [
        { labels: { odd: 'a"b\\c\nd {},= é 漢字' }, value: Number.POSITIVE_INFINITY },
        { labels: { odd: 'nan' }, value: Number.NaN },
        { labels: { odd: '' }, value: -1.5e-300, timeMs: 1_700_000_000_000 },
      ];
      expect(
        checkMetrics(toExposition([metricFamily('odd_bytes', 'gauge', 'Back\\slash\nand "line".', samples)])),
      ).toBe('');
    });

    test('it does complain where there is reason', () => {
      const bad = metricFamily('odd_total', 'gauge', 'A gauge.', [{ labels: {}, value: 1 }]);
      expect(checkMetrics(toExposition([bad]))).toContain('odd_total');
    });
  },
);
