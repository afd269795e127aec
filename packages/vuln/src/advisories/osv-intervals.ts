import type { VersionScheme } from '../versions/version-scheme.ts';
import type { Interval } from './advisory.ts';

type EventKind = 'introduced' | 'fixed' | 'last_affected' | 'limit';

interface RangeEvent {
  readonly kind: EventKind;
  readonly version: string;
}

const eventKinds: readonly EventKind[] = ['introduced', 'fixed', 'last_affected', 'limit'];

/**
 * Turns the events of one OSV range into stretches of affected versions: events in version order, each
 * `introduced` opens a stretch, the next other event closes it (osv-schema, "evaluation").
 * Throws with a message for people when the events are not well formed or name an invalid version.
 */
export function readIntervals(events: unknown, scheme: VersionScheme | undefined): Interval[] {
  if (!Array.isArray(events)) throw new Error('a range has no list of events');
  const ordered = sortEvents(events.map(readEvent), scheme);
  const intervals: Interval[] = [];
  let introduced: string | undefined;
  for (const { kind, version } of ordered) {
    if (kind === 'introduced') {
      introduced ??= version;
      continue;
    }
    if (introduced === undefined) continue;
    intervals.push(closeInterval(introduced, kind, version));
    introduced = undefined;
  }
  if (introduced !== undefined) intervals.push({ introduced });
  return intervals;
}

function readEvent(event: unknown): RangeEvent {
  if (typeof event !== 'object' || event === null) throw new Error('a range event is not an object');
  for (const kind of eventKinds) {
    const version: unknown = Reflect.get(event, kind);
    if (typeof version === 'string' && version !== '') return { kind, version };
  }
  throw new Error(`a range event has none of ${eventKinds.join(', ')}`);
}

function sortEvents(events: readonly RangeEvent[], scheme: VersionScheme | undefined): readonly RangeEvent[] {
  if (scheme === undefined) return events;
  const valid = events.map((event) =>
    isBound(event) ? event : { ...event, version: completeVersion(event.version, scheme) },
  );
  return valid.length < 2 ? valid : valid.toSorted((a, b) => compareEvents(a, b, scheme));
}

/** Advisories write `4` or `3.11` where the ecosystem wants three numbers: the missing ones are 0. */
function completeVersion(version: string, scheme: VersionScheme): string {
  if (scheme.isValid(version)) return version;
  for (const completed of [`${version}.0`, `${version}.0.0`]) {
    if (/^\d+(?:\.\d+)?$/.test(version) && scheme.isValid(completed)) return completed;
  }
  throw new Error(`"${version}" is not a version of ${scheme.name}`);
}

/** `introduced: 0` and `limit: *` are outside every version scheme. */
function isBound({ kind, version }: RangeEvent): boolean {
  return (kind === 'introduced' && version === '0') || (kind === 'limit' && version === '*');
}

function compareEvents(a: RangeEvent, b: RangeEvent, scheme: VersionScheme): number {
  if (isBound(a) || isBound(b)) return boundRank(a) - boundRank(b);
  return scheme.compare(a.version, b.version) ?? 0;
}

function boundRank(event: RangeEvent): number {
  if (!isBound(event)) return 0;
  return event.kind === 'introduced' ? -1 : 1;
}

function closeInterval(introduced: string, kind: EventKind, version: string): Interval {
  if (kind === 'fixed') return { introduced, fixed: version };
  if (kind === 'last_affected') return { introduced, lastAffected: version };
  return version === '*' ? { introduced } : { introduced, limit: version };
}
