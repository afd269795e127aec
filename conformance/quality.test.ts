import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { measureQuality, type Quality } from '../bench/quality/measure.ts';

const cases = process.env.BREAKWATER_CASES ?? '../shared';
const isThere = existsSync(join(cases, 'advisories', 'match-labels.jsonl.gz'));
const baseline = JSON.parse(
  readFileSync(new URL('../bench/quality/baseline.json', import.meta.url), 'utf8'),
) as Pick<Quality, 'scores' | 'unjudged'>;

/** Rates may lose nothing; the baseline is raised by `npm run -s bench -- quality --baseline`. */
describe.skipIf(!isThere && process.env.REQUIRE_ALL !== '1')('quality of matching', () => {
  test('no rate is below the baseline, and no less can be judged', { timeout: 120_000 }, async () => {
    const { scores, wrongGoldens } = await measureQuality(cases);
    expect(wrongGoldens).toEqual([]);
    expect(worse(scores)).toEqual([]);
  });
});

function worse(scores: Quality['scores']): readonly string[] {
  return Object.entries(baseline.scores).flatMap(([name, before]) => {
    const now = scores[name];
    if (now === undefined) return [`${name}: nothing can be judged any more`];
    const rates = (['precision', 'recall', 'f1'] as const).flatMap((rate) =>
      now[rate] < before[rate] ? [`${name}: ${rate} fell from ${before[rate]} to ${now[rate]}`] : [],
    );
    const [judgedBefore, judgedNow] = [judged(before), judged(now)];
    return judgedNow < judgedBefore
      ? [...rates, `${name}: ${judgedNow} can be judged, no longer ${judgedBefore}`]
      : rates;
  });
}

function judged(score: Quality['scores'][string]): number {
  return score.truePositives + score.falsePositives + score.missed + score.trueNegatives;
}
