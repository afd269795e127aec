import type { Severity } from '@breakwater/model';
import { scoreV2 } from './v2.ts';
import { scoreV3 } from './v3.ts';

const maxVectorLength = 400;

/**
 * Base score (0 to 10) of a CVSS vector of version 2, 3.0 or 3.1; undefined when the vector is of another
 * version or not well formed.
 */
export function scoreCvss(vector: string): number | undefined {
  if (vector.length > maxVectorLength) return undefined;
  const version = /^CVSS:(\d\.\d)\//.exec(vector)?.[1];
  const metrics = readMetrics(version === undefined ? vector.replace(/^\(|\)$/g, '') : vector.slice(9));
  if (metrics === undefined) return undefined;
  if (version === undefined) return scoreV2(metrics);
  return version.startsWith('3.') ? scoreV3(metrics) : undefined;
}

/** Qualitative rating of CVSS 3 and 4; a score of 0 is `info`. */
export function severityFromScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'info';
}

/** `AV:N/AC:L/…`; undefined when a metric is given twice or is not `NAME:VALUE`. */
function readMetrics(text: string): ReadonlyMap<string, string> | undefined {
  const metrics = new Map<string, string>();
  for (const part of text.split('/')) {
    const [name = '', value = '', rest] = part.split(':');
    if (name === '' || value === '' || rest !== undefined || metrics.has(name)) return undefined;
    metrics.set(name, value);
  }
  return metrics;
}
