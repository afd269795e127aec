import { StopTaskFailed } from '@breakwater/inventory';
import {
  type Detection,
  everything,
  type PolicyAction,
  type RuntimePolicy,
  type StoredEvent,
} from '@breakwater/model';
import { policyActions, type StoredPolicyAction } from '@breakwater/store';
import { audit } from '../audit.ts';
import type { ServerContext } from '../context.ts';
import type { JobWork } from '../jobs/job-runner.ts';
import { type WebhookOptions, WebhookRefused } from './post-over-tls.ts';
import { PrivateAddress } from './public-address.ts';
import { maxAttempts, type PolicyActionPayload, policyActionType } from './request-actions.ts';
import { cloudEventOf, sendWebhook } from './send-webhook.ts';
import { ActionSkipped, stopDetectedTask } from './stop-detected-task.ts';
import { readWebhookSecret, signingSecrets } from './webhook-secret.ts';

export interface ActionContext extends Pick<ServerContext, 'state' | 'events' | 'now' | 'sealKey'> {
  /** The policies in force. */
  readonly policies: () => readonly RuntimePolicy[];
  readonly webhooks: WebhookOptions;
}

const auditActions = { webhook: 'sendWebhook', 'stop-task': 'stopTask' } as const;

/** Does what a policy asks for about a detection, tries again what may pass, and leaves an audit entry. */
export function policyActionWork(context: ActionContext): JobWork {
  const { state } = context;
  return {
    type: policyActionType,
    run: async (payload, signal) => {
      const { key } = payload as PolicyActionPayload;
      const stored = await state.read((reader) => reader.table(policyActions).get(key));
      const action = stored?.record;
      if (action?.outcome !== 'requested') return { skipped: 'it is done with' };
      try {
        const detail = await act(context, action, signal);
        await finish(context, action, 'done', detail);
        return { outcome: 'done' };
      } catch (error) {
        signal.throwIfAborted();
        const message = error instanceof Error ? error.message : String(error);
        if (error instanceof ActionSkipped) return finish(context, action, 'skipped', message);
        const attempts = action.attempts + 1;
        if (isPermanent(error) || attempts >= maxAttempts) return finish(context, action, 'failed', message);
        await state.transaction((transaction) =>
          transaction.table(policyActions).put({ ...action, attempts, detail: message }),
        );
        throw error;
      }
    },
  };
}

function isPermanent(error: unknown): boolean {
  if (error instanceof WebhookRefused || error instanceof PrivateAddress) return true;
  return error instanceof StopTaskFailed && error.isPermanent;
}

/** Resolves to what was done, in a few words. */
async function act(context: ActionContext, action: StoredPolicyAction, signal: AbortSignal): Promise<string> {
  const asked = askedFor(context, action);
  const row = await context.events.get(everything, 'detection', action.detectionId);
  if (row === undefined) throw new ActionSkipped('the detection is no longer there');
  return asked.type === 'webhook'
    ? notify(context, asked, row, action, signal)
    : stopDetectedTask(context, asked, row, action, signal);
}

/** The action as the policy has it now: whoever switches it off in time is heard. */
function askedFor(
  { policies }: ActionContext,
  { policyId, index, type, target }: StoredPolicyAction,
): PolicyAction {
  const policy = policies().find(({ id }) => id === policyId);
  const action = policy?.actions[index];
  const isSame = action?.type === type && (action.type !== 'webhook' || new URL(action.url).host === target);
  if (policy?.status === 'enabled' && isSame && action.mode === 'enforce') return action;
  throw new ActionSkipped('the policy no longer asks for it');
}

async function notify(
  { state, now, sealKey, webhooks }: ActionContext,
  { url }: Extract<PolicyAction, { type: 'webhook' }>,
  row: StoredEvent,
  { detectionId, index }: StoredPolicyAction,
  signal: AbortSignal,
): Promise<string> {
  const secret = await state.read((reader) => readWebhookSecret(reader, sealKey));
  const body = cloudEventOf(row.body as Detection);
  const messageId = `${detectionId}#${index}`;
  const secrets = signingSecrets(secret, now());
  const status = await sendWebhook(url, messageId, body, secrets, now(), webhooks, signal);
  return `answered ${status}`;
}

async function finish(
  { state, now }: ActionContext,
  action: StoredPolicyAction,
  outcome: 'done' | 'failed' | 'skipped',
  detail: string,
): Promise<{ readonly outcome: string; readonly detail: string }> {
  const finishedAt = new Date(now()).toISOString();
  const { type, target, policyId, policy, detectionId } = action;
  await state.transaction(async (transaction) => {
    const attempts = action.attempts + 1;
    await transaction.table(policyActions).put({ ...action, outcome, detail, attempts, finishedAt });
    const note = {
      actor: `policy:${policy}`,
      action: auditActions[type],
      target,
      outcome: outcome === 'skipped' ? 'refused' : outcome,
      detail: { policyId, detectionId, detail, attempts },
    } as const;
    await audit(transaction, note, now());
  });
  return { outcome, detail };
}
