import type { Severity } from '@breakwater/model';

/** A policy of Custodian's format has no severity; what it finds counts as this. */
export const policySeverity: Severity = 'medium';
