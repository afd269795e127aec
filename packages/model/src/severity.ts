/** How bad it is, most severe first. The one scale of every workflow. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

export type Severity = (typeof severities)[number];

/** Rank for sorting and comparing: 0 is critical, 4 is info. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** True when `severity` is as severe as `floor` or more so. */
export function isAtLeast(severity: Severity, floor: Severity): boolean {
  return severityRank(severity) <= severityRank(floor);
}

export function isSeverity(value: unknown): value is Severity {
  return severities.includes(value as Severity);
}
