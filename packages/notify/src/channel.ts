import type { Notification } from './notification.ts';

/** An answer over HTTP; of the body the first bytes only. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter?: string;
  readonly body: string;
}

/** How channels reach the world. Whoever implements it decides which addresses are allowed, and sets the time limits. */
export interface Transport {
  /**
   * Sends a body over TLS; does not follow redirects.
   * @throws ChannelRefused when the address may not be asked, any other Error when it may work later
   */
  readonly post: (
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ) => Promise<HttpAnswer>;
  /** The address to connect to for a host. @throws ChannelRefused when it may not be asked */
  readonly addressOf: (host: string) => Promise<string>;
  /** A certificate authority that is trusted beside the usual ones, as PEM. */
  readonly certificateAuthority?: string;
  /** What webhooks are signed with: `whsec_` and base64. */
  readonly signingSecrets: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What is sent, as a person may see it: without secrets. */
export interface Preview {
  readonly contentType: string;
  readonly body: string;
}

/**
 * A way to tell people. `S` are its settings; the values of `secrets` are kept sealed and come with them.
 *
 * `send` resolves with what the receiver answered, in a few words.
 * It throws ChannelRefused when sending again is of no use, ChannelBusy when the receiver says when, any other Error
 * when it may work later. Messages of errors hold no secret.
 */
export interface Channel<S = unknown> {
  readonly type: ChannelType;
  readonly secrets: readonly string[];
  readonly send: (
    notification: Notification,
    settings: S,
    secrets: Readonly<Record<string, string>>,
    transport: Transport,
    signal: AbortSignal,
  ) => Promise<string>;
  readonly preview: (notification: Notification, settings: S) => Preview;
}

export const channelTypes = ['webhook', 'slack', 'email', 'sns'] as const;

export type ChannelType = (typeof channelTypes)[number];

/** Sending again is of no use until somebody changes the channel. */
export class ChannelRefused extends Error {
  override readonly name = 'ChannelRefused';
}

/** The receiver asks for patience. */
export class ChannelBusy extends Error {
  override readonly name = 'ChannelBusy';
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

const passing = new Set([408, 425, 429]);
const longestPatienceMs = 3_600_000;

/** Judges an answer by its status; `who` is a host, never an address with a token. */
export function requireSuccess(who: string, answer: HttpAnswer, now: number): void {
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return;
  const message = `${who} answered ${status}`;
  const waitMs = patienceOf(retryAfter, now);
  if ((status === 429 || status === 503) && waitMs !== undefined) throw new ChannelBusy(message, waitMs);
  if (status >= 500 || passing.has(status)) throw new Error(message);
  throw new ChannelRefused(message);
}

/** `Retry-After` in seconds or as a date, at most an hour. */
function patienceOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const waitMs = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, 0), longestPatienceMs) : undefined;
}
