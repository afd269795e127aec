import type { EventDetail } from '@breakwater/api';
import { addPill, type Pill } from '../../state/pill.ts';

const places = ['account', 'region', 'cluster', 'service', 'task', 'container', 'namespace', 'pod'] as const;
/** From the narrowest that still means something tomorrow. */
const narrowest = ['service', 'namespace', 'cluster', 'account'] as const;
const maxLength = 300;

/** Every condition that this event meets with one of its values: where, who, then its fields. */
export function eventPills(event: EventDetail): readonly Pill[] {
  const pills: Pill[] = [];
  for (const place of places) add(pills, place, event.place[place]);
  add(pills, 'image.digest', event.place.imageDigest);
  add(pills, 'user', event.user);
  for (const [field, value] of Object.entries(event.fields)) {
    if (!field.startsWith('detection.')) add(pills, field, value);
  }
  return pills;
}

/** What an exception begins with: who did it, in the narrowest place that outlives the task. */
export function startingPills(event: EventDetail): readonly Pill[] {
  const place = narrowest.find((name) => event.place[name] !== undefined);
  const pills: Pill[] = [];
  add(pills, 'user', event.user);
  if (place !== undefined) add(pills, place, event.place[place]);
  return pills.reduce<readonly Pill[]>(addPill, []);
}

function add(pills: Pill[], field: string, value: unknown): void {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return;
  const text = String(value);
  if (text !== '' && text.length <= maxLength) pills.push({ field, op: '=', value: text });
}
