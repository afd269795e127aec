import { apiTokens, type StateStore } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';

const intervalMs = 60_000;

/** Notes when API tokens are used, each at most once a minute: an intake must not write a row per request. */
export class TokenUse {
  readonly #state: StateStore;
  readonly #noted = new Map<string, number>();

  constructor(state: StateStore) {
    this.#state = state;
  }

  /** Writes beside the request, which does not wait: a full disk must not refuse what only reads. */
  note(tokenId: string, now: number, logger: FastifyBaseLogger): void {
    if (now - (this.#noted.get(tokenId) ?? Number.NEGATIVE_INFINITY) < intervalMs) return;
    this.#noted.set(tokenId, now);
    this.#write(tokenId, now).catch((error: unknown) => {
      logger.warn({ err: error }, 'the use of an API token was not noted');
    });
  }

  #write(tokenId: string, now: number): Promise<void> {
    return this.#state.transaction(async (transaction) => {
      const table = transaction.table(apiTokens);
      const token = await table.get(tokenId);
      if (token !== undefined) await table.put({ ...token.record, lastUsedAt: new Date(now).toISOString() });
    });
  }
}
