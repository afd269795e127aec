import { randomBytes } from 'node:crypto';
import {
  type Sealed,
  type StateReader,
  type StateStore,
  type StateTransaction,
  seal,
  settings,
  unseal,
} from '@breakwater/store';

/** What webhooks are signed with. */
export interface WebhookSecret {
  /** `whsec_` and base64, as Standard Webhooks writes it. */
  readonly secret: string;
  readonly createdAt: string;
  /** The one before, which signs as well for a day after the change. */
  readonly previous?: string;
}

const name = 'webhook-secret';
const overlapMs = 86_400_000;

/** Makes the secret of a new installation. */
export async function ensureWebhookSecret(state: StateStore, key: Uint8Array, now: number): Promise<void> {
  await state.transaction(async (transaction) => {
    if ((await findSecret(transaction, key)) !== undefined) return;
    await renewWebhookSecret(transaction, key, new Date(now).toISOString(), 'system');
  });
}

/** The secret of this installation. */
export async function readWebhookSecret(
  tables: Pick<StateReader, 'table'>,
  key: Uint8Array,
): Promise<WebhookSecret> {
  const secret = await findSecret(tables, key);
  if (secret === undefined) throw new Error('the secret of webhooks is made when the server starts');
  return secret;
}

async function findSecret(
  tables: Pick<StateReader, 'table'>,
  key: Uint8Array,
): Promise<WebhookSecret | undefined> {
  const stored = await tables.table(settings).get(name);
  if (stored === undefined) return undefined;
  return JSON.parse(unseal(stored.record.value as Sealed, key, name)) as WebhookSecret;
}

/** A new secret; the one before goes on signing for a day. */
export async function renewWebhookSecret(
  transaction: StateTransaction,
  key: Uint8Array,
  at: string,
  by: string,
): Promise<WebhookSecret> {
  const before = await findSecret(transaction, key);
  const secret: WebhookSecret = {
    secret: `whsec_${randomBytes(32).toString('base64')}`,
    createdAt: at,
    ...(before === undefined ? {} : { previous: before.secret }),
  };
  const value = seal(JSON.stringify(secret), key, name);
  await transaction.table(settings).put({ name, value, updatedAt: at, updatedBy: by });
  return secret;
}

/** What a body is signed with now. */
export function signingSecrets(
  { secret, previous, createdAt }: WebhookSecret,
  now: number,
): readonly string[] {
  const isOver = now - Date.parse(createdAt) > overlapMs;
  return previous === undefined || isOver ? [secret] : [secret, previous];
}
