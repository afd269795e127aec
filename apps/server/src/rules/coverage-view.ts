import type { RuleCoverage as CoverageView } from '@breakwater/api';
import { type RuleCoverage, techniqueOf } from '@breakwater/compliance';

/** The coverage as the API shows it, with the detections that bear each technique's tag. */
export function coverageView(
  { tactics, frameworks }: RuleCoverage,
  detectionsByTag: ReadonlyMap<string, number>,
): CoverageView {
  const detections = new Map<string, number>();
  for (const [tag, count] of detectionsByTag) {
    const id = techniqueOf(tag);
    if (id !== undefined) detections.set(id, (detections.get(id) ?? 0) + count);
  }
  return {
    tactics: tactics.map((tactic) => ({
      ...tactic,
      techniques: tactic.techniques.map((technique) => ({
        ...technique,
        detections: detections.get(technique.id) ?? 0,
      })),
    })),
    frameworks,
  };
}
