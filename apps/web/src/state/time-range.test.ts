import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatRange,
  freezeRange,
  goLive,
  parseRange,
  presetOf,
  presets,
  resolveRange,
  spanOf,
  stepRange,
  type TimeRange,
} from './time-range.ts';

const hour = 3_600_000;
const now = Date.parse('2026-03-19T20:26:50Z');

describe('presets', () => {
  it.each([
    ['10m', hour / 6],
    ['1h', hour],
    ['3h', 3 * hour],
    ['6h', 6 * hour],
    ['12h', 12 * hour],
    ['1d', 24 * hour],
    ['3d', 72 * hour],
    ['1w', 168 * hour],
    ['2w', 336 * hour],
  ] as const)('%s', (preset, spanMs) => expect(spanOf(preset)).toBe(spanMs));

  it.each(presets)('%s is known again, live and paused', (preset) => {
    const live: TimeRange = { kind: 'live', spanMs: spanOf(preset) };
    expect(presetOf(live)).toBe(preset);
    expect(presetOf(freezeRange(live, now))).toBe(preset);
  });
});

describe('parseRange', () => {
  it.each<[string, TimeRange | undefined]>([
    ['1d', { kind: 'live', spanMs: 24 * hour }],
    ['90M', { kind: 'live', spanMs: 1.5 * hour }],
    ['2026-03-18T20:26:50Z/2026-03-19T20:26:50Z', { kind: 'fixed', from: now - 24 * hour, to: now }],
    ['2026-03-19T05:26:50+09:00/2026-03-19T20:26:50Z', { kind: 'fixed', from: now - 24 * hour, to: now }],
    ['', undefined],
    ['0d', undefined],
    ['-1d', undefined],
    ['999999w', undefined],
    ['yesterday', undefined],
    ['2026-03-19T20:26:50Z', undefined],
    ['2026-03-19T20:26:50Z/2026-03-18T20:26:50Z', undefined],
    ['2026-13-19T20:26:50Z/2027-03-18T20:26:50Z', undefined],
    ['2026-03-19/2026-03-20', undefined],
  ])('%j', (text, range) => expect(parseRange(text)).toEqual(range));

  it('reads back every range that it writes', () => {
    const range: fc.Arbitrary<TimeRange> = fc.oneof(
      fc
        .integer({ min: 1, max: 86_400 * 300 })
        .map((seconds): TimeRange => ({ kind: 'live', spanMs: seconds * 1000 })),
      fc
        .tuple(fc.integer({ min: 0, max: now }), fc.integer({ min: 1, max: 86_400_000 * 300 }))
        .map(([from, span]): TimeRange => ({ kind: 'fixed', from, to: from + span })),
    );
    fc.assert(fc.property(range, (one) => void expect(parseRange(formatRange(one))).toEqual(one)));
  });
});

describe('live and paused', () => {
  const live: TimeRange = { kind: 'live', spanMs: hour };

  it('freezes into absolute times', () =>
    expect(freezeRange(live, now)).toEqual({ kind: 'fixed', from: now - hour, to: now }));
  it('leaves a fixed range as it is', () =>
    expect(freezeRange({ kind: 'fixed', from: 1, to: 2 }, now)).toEqual({ kind: 'fixed', from: 1, to: 2 }));
  it('goes live with the span that is shown', () => expect(goLive(freezeRange(live, now))).toEqual(live));
  it('steps back from live into a pause', () =>
    expect(stepRange(live, -1, now)).toEqual({ kind: 'fixed', from: now - 2 * hour, to: now - hour }));
  it('steps forward', () =>
    expect(stepRange({ kind: 'fixed', from: now - 3 * hour, to: now - 2 * hour }, 1, now)).toEqual({
      kind: 'fixed',
      from: now - 2 * hour,
      to: now - hour,
    }));
  it('never steps past the present', () =>
    expect(stepRange({ kind: 'fixed', from: now - 1.5 * hour, to: now - hour / 2 }, 1, now)).toEqual({
      kind: 'fixed',
      from: now - hour,
      to: now,
    }));
  it('resolves a live range against the present', () =>
    expect(resolveRange(live, now)).toEqual({ from: now - hour, to: now }));
});
