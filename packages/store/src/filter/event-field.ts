import type { FieldValue, StoredEvent } from '@breakwater/model';
import { commonColumns } from '@breakwater/model';

/** The common columns of the event store and how each is kept; every other name is a Falco field. */
export const eventColumns: ReadonlyMap<string, 'text' | 'time' | 'severity' | 'items'> = new Map(
  commonColumns.map((name) => [name, kindOf(name)]),
);

function kindOf(name: (typeof commonColumns)[number]): 'text' | 'time' | 'severity' | 'items' {
  if (name === 'time' || name === 'severity') return name;
  return name === 'tag' ? 'items' : 'text';
}

/** The value of a common column or Falco field of an event. */
export function eventField(event: StoredEvent, field: string): FieldValue | null | undefined {
  switch (field) {
    case 'time':
    case 'kind':
    case 'source':
    case 'rule':
    case 'severity':
    case 'user':
    case 'team':
      return event[field];
    case 'provider':
    case 'account':
    case 'region':
    case 'cluster':
    case 'service':
    case 'task':
    case 'container':
    case 'namespace':
    case 'pod':
      return event.place[field];
    case 'image.digest':
      return event.place.imageDigest;
    case 'tag':
      return event.tags;
    default:
      return Object.hasOwn(event.fields, field) ? event.fields[field] : undefined;
  }
}
