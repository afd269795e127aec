import type { CheckResult, Place } from '@breakwater/model';
import { keyOf, type ScopedCollection } from '../collection.ts';
import { placeColumns, sampleColumn, severityColumn } from '../columns.ts';

/** The latest verdict of a check on a resource. */
export interface StoredCheckResult extends CheckResult {
  readonly place: Place;
  readonly checkedAt: string;
  readonly isSample: boolean;
}

export const checkResults: ScopedCollection<StoredCheckResult> = {
  kind: 'scoped',
  name: 'check-results',
  key: (result) => checkResultKey(result.checkId, result.resourceId),
  columns: {
    ...placeColumns<StoredCheckResult>(),
    checkId: { type: 'text', value: (result) => result.checkId, isRequired: true },
    resourceId: { type: 'text', value: (result) => result.resourceId, isRequired: true },
    resourceType: { type: 'text', value: (result) => result.resourceType, isRequired: true },
    severity: severityColumn((result) => result.severity),
    status: { type: 'text', value: (result) => result.status, isRequired: true },
    checkedAt: { type: 'time', value: (result) => result.checkedAt, isRequired: true },
    isSample: sampleColumn(),
  },
};

export function checkResultKey(checkId: string, resourceId: string): string {
  return keyOf(checkId, resourceId);
}
