import type { StateTransaction } from '@breakwater/store';
import { audit } from '../audit.ts';
import { actorOf } from '../auth/caller.ts';
import type { ServerContext } from '../context.ts';
import type { Call } from '../http/handler.ts';

export type AdministrationContext = Pick<ServerContext, 'state' | 'now' | 'live'>;

/** A change and what the audit log is told of it beside who, what and when. */
export interface Change<T> {
  readonly action: string;
  readonly target: string;
  readonly work: (
    transaction: StateTransaction,
    at: string,
  ) => Promise<{ readonly result: T; readonly detail?: Readonly<Record<string, unknown>> }>;
}

type Caller = Pick<Call<unknown, unknown, unknown>, 'caller' | 'request'>;

/** Makes a change and its audit entry in one transaction. */
export function change<T>({ state, now }: AdministrationContext, call: Caller, asked: Change<T>): Promise<T> {
  return state.transaction(async (transaction) => {
    const { result, detail = {} } = await asked.work(transaction, new Date(now()).toISOString());
    const { action, target } = asked;
    const note = { actor: actorOf(call.caller), action, target, outcome: 'done', detail } as const;
    await audit(transaction, { ...note, address: call.request.ip }, now());
    return result;
  });
}

/** A change of what somebody may see: live streams end and come back under the new rights. */
export async function changeRights<T>(
  context: AdministrationContext,
  call: Caller,
  asked: Change<T>,
): Promise<T> {
  const result = await change(context, call, asked);
  context.live.endAll();
  return result;
}
