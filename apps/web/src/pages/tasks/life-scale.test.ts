import type { LifeLineEntry } from '@breakwater/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration } from './duration.ts';
import { lifeSegments, livedMs } from './life-scale.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const entry = (phase: LifeLineEntry['phase'], seconds: number): LifeLineEntry => ({
  phase,
  at: new Date(start + seconds * 1000).toISOString(),
});

describe('lifeSegments', () => {
  it('draws each stage by how long it took', () => {
    const segments = lifeSegments(
      [
        entry('created', 0),
        entry('pull-started', 10),
        entry('pull-stopped', 40),
        entry('started', 50),
        entry('stopping', 90),
        entry('execution-stopped', 95),
        entry('stopped', 100),
      ],
      start,
    );
    expect(
      segments.map(({ stage, share, isWidened }) => [stage, Math.round(share * 1000) / 1000, isWidened]),
    ).toEqual([
      ['waiting', 0.1, false],
      ['pulling', 0.3, false],
      ['starting', 0.1, false],
      ['running', 0.4, false],
      ['stopping', 0.05, false],
      ['cleaning', 0.05, false],
    ]);
  });

  it('widens what would be too thin to be seen, and says so', () => {
    const segments = lifeSegments(
      [entry('created', 0), entry('started', 1), entry('stopped', 100_000)],
      start,
    );
    expect(segments.map(({ stage, isWidened }) => [stage, isWidened])).toEqual([
      ['waiting', true],
      ['running', false],
    ]);
    expect(segments[0]?.share).toBeGreaterThan(0.005);
  });

  it('lets a living task end now', () => {
    const segments = lifeSegments([entry('created', 0), entry('started', 10)], start + 30_000);
    expect(segments.map(({ stage, from, to }) => [stage, (to - from) / 1000])).toEqual([
      ['waiting', 10],
      ['running', 20],
    ]);
  });

  it.each([
    ['nothing', []],
    ['one moment', [entry('stopped', 0)]],
    ['no time', [{ phase: 'created', at: 'soon' }] satisfies LifeLineEntry[]],
  ])('is empty for %s', (_, entries) => expect(lifeSegments(entries, start)).toEqual([]));

  it('always fills the whole line, in order', () => {
    const phases = ['created', 'pull-started', 'pull-stopped', 'started', 'stopping', 'stopped'] as const;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 5, maxLength: 5 }),
        (gaps) => {
          let at = 0;
          const entries = phases.map((phase, index) => {
            at += index === 0 ? 0 : (gaps[index - 1] ?? 0);
            return entry(phase, at);
          });
          const segments = lifeSegments(entries, start);
          const sum = segments.reduce((total, segment) => total + segment.share, 0);
          expect(sum).toBeCloseTo(1, 9);
          expect(
            segments.every((segment, index) => index === 0 || segment.from === segments[index - 1]?.to),
          ).toBe(true);
        },
      ),
    );
  });
});

it.each([
  [{}, undefined],
  [{ startedAt: '2026-01-01T00:00:00Z' }, 60_000],
  [{ startedAt: '2026-01-01T00:00:00Z', stoppedAt: '2026-01-01T00:00:05Z' }, 5000],
  [{ startedAt: '2026-01-01T00:00:09Z', stoppedAt: '2026-01-01T00:00:05Z' }, 0],
])('%j lived %s ms', (task, ms) => expect(livedMs(task, start + 60_000)).toBe(ms));

it.each([
  [400, 'en', '0.4 sec'],
  [9000, 'en', '9 sec'],
  [59_700, 'en', '1 min'],
  [2_832_000, 'en', '47 min 12 sec'],
  [93_600_000, 'en', '1 day 2 hr'],
  [2_832_000, 'ja', '47 分 12 秒'],
] as const)('%i ms in %s is %s', (ms, locale, text) => expect(formatDuration(ms, locale)).toBe(text));
