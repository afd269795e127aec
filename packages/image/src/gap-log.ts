import type { Gap } from '@breakwater/model';

/** Gaps beyond this are counted, not listed: a hostile image could have millions. */
const maxListed = 200;

/** Collects what was not examined. */
export interface GapLog {
  readonly add: (what: string, reason: string) => void;
  readonly list: () => readonly Gap[];
}

export function createGapLog(first: readonly Gap[] = []): GapLog {
  const gaps = [...first];
  let unlisted = 0;
  return {
    add(what, reason) {
      if (gaps.length < maxListed) gaps.push({ what, reason });
      else unlisted += 1;
    },
    list: () =>
      unlisted === 0 ? gaps : [...gaps, { what: `${unlisted} more`, reason: 'not listed one by one' }],
  };
}
