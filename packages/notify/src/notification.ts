import type { Severity } from '@breakwater/model';

/** One thing that a notification tells of. */
export interface NotificationItem {
  /** Of the row: kind and id. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Page of the console. */
  readonly url?: string;
}

/**
 * - `event`: one thing, at once
 * - `roll-up`: more of a group whose first was told
 * - `digest`: what came together since the last one
 * - `test`: somebody tries the channel out
 */
export type NotificationKind = 'event' | 'roll-up' | 'digest' | 'test';

/** What people are told, before a channel puts it into its form. No secret is in it. */
export interface Notification {
  /** Stays the same when it is sent again. */
  readonly id: string;
  readonly kind: NotificationKind;
  /** What belongs together: one thread, one FIFO group. */
  readonly groupKey: string;
  readonly title: string;
  /** Of the worst item. */
  readonly severity: Severity;
  /** ISO 8601, UTC: of the newest item. */
  readonly time: string;
  /** Where, who, which rule: in the order in which they are shown. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** The first of them, worst first. */
  readonly items: readonly NotificationItem[];
  /** How many there are, listed or not. */
  readonly count: number;
  /** Where to look in the console. */
  readonly url?: string;
  readonly account?: string;
  readonly rule?: string;
  readonly owners: readonly string[];
  /** The route that asked for it. */
  readonly route: string;
}

/** Text without control characters, at most so many characters long. */
export function oneLine(text: string, limit: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return shorten(plain, limit);
}

/** At most `limit` UTF-16 units, never half a character. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > limit - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
