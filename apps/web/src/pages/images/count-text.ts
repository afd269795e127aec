import type { Formats } from '../../state/format.ts';

/** A count of an image. Where not everything was examined it is a lower bound, and none found is not none. */
export function countText(count: number, isIncomplete: boolean, formats: Formats): string {
  if (!isIncomplete) return formats.compact(count);
  return count === 0 ? '–' : `${formats.compact(count)}+`;
}
