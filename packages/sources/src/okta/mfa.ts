import type { Event } from '@breakwater/model';
import { at, filled, type JsonObject } from '../json/access.ts';
import type { RecentEvents } from '../recent-events.ts';

/** What goes wrong with a second factor: it fails, or its owner denies a push. */
export type MfaTrouble = 'failure' | 'deny';

/** Key of the record that holds how long ago the user had the same trouble. It is ours, not Okta's. */
const key = 'breakwater';

export function mfaTrouble(record: JsonObject): MfaTrouble | undefined {
  if (record.eventType === 'user.mfa.okta_verify.deny_push') return 'deny';
  const isFailure = at(record, 'outcome', 'result') === 'FAILURE';
  return isFailure && record.eventType === 'user.authentication.auth_via_mfa' ? 'failure' : undefined;
}

/** The event with a note of how many milliseconds ago the user had the same trouble before. */
export function withHistory(event: Event<JsonObject>, recent: RecentEvents): Event<JsonObject> {
  const trouble = mfaTrouble(event.record);
  if (trouble === undefined) return event;
  const user =
    filled(at(event.record, 'actor', 'id')) ?? filled(at(event.record, 'actor', 'alternateId')) ?? '';
  const earlier = recent.remember(`${trouble}:${user}`, event);
  const millisecondsAgo = earlier.map((time) => Number((event.time - time) / 1_000_000n));
  return { ...event, record: { ...event.record, [key]: { millisecondsAgo } } };
}

/** How often the user had this trouble within so many seconds, this event included; missing for other events. */
export function countLast(record: JsonObject, trouble: MfaTrouble, seconds: number): number | undefined {
  if (mfaTrouble(record) !== trouble) return undefined;
  const earlier = at(record, key, 'millisecondsAgo');
  if (!Array.isArray(earlier)) return 1;
  return 1 + earlier.filter((ago) => typeof ago === 'number' && ago < seconds * 1000).length;
}
