import { randomUUID } from 'node:crypto';
import { type AuditEntry, auditLog, type StateStore, type StateTransaction } from '@breakwater/store';

/** What the audit log is told of one change or refused attempt; the clock and the id are added. */
export interface AuditNote {
  readonly actor: string;
  /** The id of the route, or what the server did by itself. */
  readonly action: string;
  readonly target?: string;
  readonly outcome: AuditEntry['outcome'];
  readonly address?: string;
  /** What changed; never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Appends inside the transaction of the change itself, so that neither is there without the other. */
export async function audit(transaction: StateTransaction, note: AuditNote, now: number): Promise<void> {
  await transaction.log(auditLog).append({
    id: randomUUID(),
    time: new Date(now).toISOString(),
    actor: note.actor,
    action: note.action,
    target: note.target ?? '',
    outcome: note.outcome,
    ...(note.address === undefined ? {} : { address: note.address }),
    detail: note.detail ?? {},
  });
}

/** Appends on its own: for what was refused, or done outside the state store. */
export function auditAlone(state: StateStore, note: AuditNote, now: number): Promise<void> {
  return state.transaction((transaction) => audit(transaction, note, now));
}
