import type { PolicyException } from '@breakwater/model';

/** What an exception says, whatever its id and its writer. */
function meaningOf({ rule, filter, reason, expiresAt }: PolicyException): string {
  return JSON.stringify([rule, filter, reason, expiresAt]);
}

/** The exceptions of now that an earlier version does not have: rolling back to it takes them away. */
export function droppedExceptions(
  now: readonly PolicyException[],
  then: readonly PolicyException[],
): readonly PolicyException[] {
  const kept = new Set(then.map(meaningOf));
  return now.filter((exception) => !kept.has(meaningOf(exception)));
}
