import type { Finding } from '@breakwater/model';
import type { ScopedCollection } from '../collection.ts';
import { placeColumns, sampleColumn, severityColumn } from '../columns.ts';

export interface StoredFinding extends Finding {
  readonly isSample: boolean;
}

export const findings: ScopedCollection<StoredFinding> = {
  kind: 'scoped',
  name: 'findings',
  key: (finding) => finding.id,
  columns: {
    ...placeColumns<StoredFinding>(),
    type: { type: 'text', value: (finding) => finding.type, isRequired: true },
    subject: { type: 'text', value: (finding) => finding.subject, isRequired: true },
    /** The finding's `key`: check id, or vulnerability and package. */
    defect: { type: 'text', value: (finding) => finding.key, isRequired: true },
    /** Of findings of checks only. */
    checkId: {
      type: 'text',
      value: (finding) => (finding.type === 'vulnerability' ? undefined : finding.key),
    },
    title: { type: 'text', value: (finding) => finding.title, isRequired: true },
    severity: severityColumn((finding) => finding.severity),
    status: { type: 'text', value: (finding) => finding.status, isRequired: true },
    firstSeen: { type: 'time', value: (finding) => finding.firstSeen, isRequired: true },
    lastSeen: { type: 'time', value: (finding) => finding.lastSeen, isRequired: true },
    isSample: sampleColumn(),
  },
};
