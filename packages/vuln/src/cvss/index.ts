import type { Severity } from '@breakwater/model';
import calculator from 'ae-cvss-calculator';

const maxVectorLength = 400;

/**
 * Base score (0 to 10) of a CVSS vector of version 2, 3.0, 3.1 or 4.0, whatever threat or environment it names besides; undefined
 * when it is of another version or not well formed.
 */
export function scoreCvss(vector: string): number | undefined {
  if (vector.length > maxVectorLength || !namesEachMetricOnce(vector)) return undefined;
  const cvss = calculator.fromVector(vector);
  if (!cvss?.isBaseFullyDefined()) return undefined;
  const score =
    cvss instanceof calculator.Cvss4P0 ? cvss.calculateScores().baseMetricsOnly : cvss.calculateScores().base;
  // The calculator rounds a little below nothing to -0.
  return score === undefined ? undefined : score + 0;
}

/** Qualitative rating of CVSS 3 and 4; a score of 0 is `info`. */
export function severityFromScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'info';
}

/** The calculator takes the last of two: such a vector says nothing certain. */
function namesEachMetricOnce(vector: string): boolean {
  const names = vector.split('/').map((part) => part.slice(0, part.indexOf(':')));
  return names.length > 1 && new Set(names).size === names.length && !names.includes('');
}
