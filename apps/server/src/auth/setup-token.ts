import { type StateStore, settings, users } from '@breakwater/store';
import { hashSecret, newSecret } from './secrets.ts';

export const setupTokenSetting = 'setup-token';

/**
 * A new one-time set-up token as long as there is no user, undefined afterwards. Only its hash is kept, so
 * every start before set-up makes a new one and the old one is void.
 */
export function issueSetupToken(state: StateStore, now: number): Promise<string | undefined> {
  return state.transaction(async (transaction) => {
    if ((await transaction.table(users).count()) > 0) {
      await transaction.table(settings).delete(setupTokenSetting);
      return undefined;
    }
    const token = newSecret();
    await transaction.table(settings).put({
      name: setupTokenSetting,
      value: hashSecret(token),
      updatedAt: new Date(now).toISOString(),
      updatedBy: 'system',
    });
    return token;
  });
}
