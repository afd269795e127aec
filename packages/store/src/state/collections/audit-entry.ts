import type { LogCollection } from '../collection.ts';

/** Who did what, when, to what. Kept for good: the store refuses to change or remove it. */
export interface AuditEntry {
  readonly id: string;
  readonly time: string;
  /** Login of the user, `token:NAME`, or `system`. */
  readonly actor: string;
  /** `team.create`, `finding.accept`, `login` … */
  readonly action: string;
  readonly target: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly team?: string;
  readonly address?: string;
  /** What changed; no secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export const auditLog: LogCollection<AuditEntry> = {
  kind: 'log',
  name: 'audit-log',
  key: (entry) => entry.id,
  columns: {
    time: { type: 'time', value: (entry) => entry.time, isRequired: true },
    actor: { type: 'text', value: (entry) => entry.actor, isRequired: true },
    action: { type: 'text', value: (entry) => entry.action, isRequired: true },
    target: { type: 'text', value: (entry) => entry.target, isRequired: true },
    outcome: { type: 'text', value: (entry) => entry.outcome, isRequired: true },
    team: { type: 'text', value: (entry) => entry.team },
  },
};
