import type { Event, EventSummary, Field, FieldValue, StoredEvent } from '@breakwater/model';
import type { Source } from '@breakwater/sources';

/** Longest text and list that is kept as a field of its own; what is longer stays in the record. */
const maxText = 512;
const maxItems = 50;
/** Fields of every source that say what columns of the row say already. */
const generic = /^(evt|json|jevt)\./;

/** Makes rows of a source's events: common columns, the short fields of the source, the record as body. */
export function rowMaker<R>(
  source: Source<R>,
  isSample: boolean,
): (event: Event<R>, summary: EventSummary) => StoredEvent {
  const kept = source.fields.filter(
    ({ argument, name }) => argument !== 'index' && argument !== 'key' && !generic.test(name),
  );
  return (event, summary) => ({
    kind: 'event',
    id: event.id,
    time: Number(event.time / 1_000_000n),
    source: event.source,
    title: summary.title,
    severity: 'info',
    place: summary.place,
    ...(summary.user === undefined ? {} : { user: summary.user }),
    tags: [],
    isSample,
    fields: fieldsOf(kept, event),
    body: event.record,
  });
}

function fieldsOf<R>(kept: readonly Field<Event<R>>[], event: Event<R>): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {};
  for (const field of kept) {
    const value = field.extract(event);
    if (value !== undefined && isShort(value))
      fields[field.name] = typeof value === 'bigint' ? String(value) : value;
  }
  return fields;
}

function isShort(value: FieldValue): boolean {
  if (typeof value === 'string') return value.length <= maxText;
  return !Array.isArray(value) || value.length <= maxItems;
}
