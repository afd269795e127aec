import type { Detected } from '@breakwater/investigate';
import { type Severity, severityFromPriority, severityRank } from '@breakwater/model';

/** Detections that are too close to one another to be told apart on the time line. */
export interface Mark {
  /** Where it stands, from 0 to 1: the middle of its place. */
  readonly share: number;
  /** Number of the first one in the list of detections. */
  readonly first: number;
  readonly at: number;
  readonly severity: Severity;
  readonly count: number;
  /** Different rules, in the order in which they fired. */
  readonly rules: readonly string[];
}

/** Marks for a time line with so many places, in order; each has the severity of the worst that it stands for. */
export function marksOf(
  detections: readonly Detected[],
  share: (at: number) => number,
  places: number,
): readonly Mark[] {
  const numbered = detections.map((detection, number) => ({ ...detection, number }));
  const groups = Map.groupBy(numbered, ({ at }) => Math.min(places - 1, Math.floor(share(at) * places)));
  return [...groups]
    .flatMap(([place, group]): Mark[] => {
      const [first] = group;
      if (first === undefined) return [];
      const severities = group.map(({ priority }) => severityFromPriority(priority));
      const severity = severities.reduce((a, b) => (severityRank(b) < severityRank(a) ? b : a));
      const rules = [...new Set(group.map(({ rule }) => rule))];
      const middle = (place + 0.5) / places;
      return [{ share: middle, first: first.number, at: first.at, severity, count: group.length, rules }];
    })
    .sort((a, b) => a.share - b.share);
}
