import type { Severity } from './severity.ts';

/** Falco's rule priorities, most severe first; the index is Falco's number. */
export const priorities = [
  'Emergency',
  'Alert',
  'Critical',
  'Error',
  'Warning',
  'Notice',
  'Informational',
  'Debug',
] as const;

export type Priority = (typeof priorities)[number];

const severityOfPriority: Record<Priority, Severity> = {
  Emergency: 'critical',
  Alert: 'critical',
  Critical: 'critical',
  Error: 'high',
  Warning: 'medium',
  Notice: 'low',
  Informational: 'info',
  Debug: 'info',
};

/** The severity that stands for a Falco priority everywhere outside the rule language. */
export function severityFromPriority(priority: Priority): Severity {
  return severityOfPriority[priority];
}

/** Reads a priority in any letter case, `info` included; undefined when it is none. */
export function parsePriority(text: string): Priority | undefined {
  const wanted = text.toLowerCase();
  if (wanted === 'info') return 'Informational';
  return priorities.find((priority) => priority.toLowerCase() === wanted);
}
