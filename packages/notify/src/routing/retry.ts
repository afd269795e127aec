/** How often a message is tried before it waits for somebody to send it again. */
export const maxDeliveryAttempts = 8;

const firstMs = 5000;
const longestMs = 1_800_000;

/**
 * How long to wait after an attempt that failed (1: the first): twice as long each time, half of it by chance, so that many
 * messages do not come back at once. `random` is from 0 up to 1.
 */
export function retryDelayMs(attempt: number, random: number): number {
  const whole = Math.min(firstMs * 2 ** Math.min(attempt - 1, 20), longestMs);
  return Math.round(whole / 2 + (whole / 2) * random);
}

/** When the next message may go out, given when those of the last minute did. */
export function whenAllowed(sentAt: readonly number[], perMinute: number, now: number): number {
  const recent = sentAt.filter((at) => at > now - 60_000).toSorted((a, b) => a - b);
  const blocking = recent.at(-perMinute);
  return blocking === undefined ? now : blocking + 60_000;
}
