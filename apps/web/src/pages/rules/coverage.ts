import type { RuleCoverage } from '@breakwater/api';

/** A technique or control with the rules that look for it. */
export interface CoverageItem {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly string[];
  /** Of a technique. */
  readonly detections?: number;
  /** Of a control: the id of its framework. */
  readonly framework?: string;
}

/** What `open` in the URL names: a technique by its id, a control as `FRAMEWORK/CONTROL`. */
export function coverageItem(coverage: RuleCoverage, key: string | undefined): CoverageItem | undefined {
  if (key === undefined) return undefined;
  for (const framework of coverage.frameworks) {
    const control = framework.controls.find((one) => `${framework.id}/${one.id}` === key);
    if (control)
      return { id: control.id, name: control.title, rules: control.rules, framework: framework.id };
  }
  const technique = coverage.tactics.flatMap((tactic) => tactic.techniques).find((one) => one.id === key);
  return (
    technique && {
      id: technique.id,
      name: technique.name,
      rules: technique.rules,
      detections: technique.detections,
    }
  );
}

/** How many techniques have a rule, and how many rules look for one; a technique counts once, whatever its tactics. */
export function coverageTotals(coverage: RuleCoverage): {
  readonly techniques: number;
  readonly known: number;
  readonly rules: number;
} {
  const all = coverage.tactics.flatMap((tactic) => tactic.techniques);
  const found = all.filter((one) => one.rules.length > 0);
  return {
    techniques: new Set(found.map((technique) => technique.id)).size,
    known: new Set(all.map((technique) => technique.id)).size,
    rules: new Set(found.flatMap((technique) => technique.rules)).size,
  };
}

/** How strongly a cell is coloured, 0 (no rule) to 4, on a scale that keeps one rule visible beside many. */
export function shadeOf(count: number, highest: number): 0 | 1 | 2 | 3 | 4 {
  if (count === 0) return 0;
  const share = Math.log(count + 1) / Math.log(highest + 1);
  if (share > 0.85) return 4;
  if (share > 0.6) return 3;
  return share > 0.4 ? 2 : 1;
}
