import { isAtLeast, type Severity, severities } from '@breakwater/model';
import { type FieldsOf, severity, someOf } from '../field.ts';

interface SeverityConditions {
  readonly severityAtLeast?: Severity;
  readonly severities?: readonly Severity[];
}

export const severityFields: FieldsOf<SeverityConditions> = {
  severityAtLeast: severity('At least so severe.'),
  severities: someOf(severities, 'Of these severities.'),
};

export function hasSeverity(
  { severityAtLeast, severities: wanted }: SeverityConditions,
  found: Severity,
): boolean {
  if (severityAtLeast !== undefined && !isAtLeast(found, severityAtLeast)) return false;
  return wanted === undefined || wanted.includes(found);
}

export function severityConditions({ severityAtLeast, severities: wanted }: SeverityConditions): string[] {
  const conditions: string[] = [];
  if (severityAtLeast !== undefined) {
    conditions.push(severityAtLeast === 'critical' ? 'critical' : `${severityAtLeast} or worse`);
  }
  if (wanted !== undefined) conditions.push(wanted.join(' or '));
  return conditions;
}
