import type { Filter, Place, StoredEvent } from '@breakwater/model';
import { matchFilter } from '@breakwater/store';
import { isEverywhere } from '../auth/caller.ts';
import type { IntakeKind, ParsedBatch, Rejection } from './intake-kind.ts';
import { allRejected } from './rejections.ts';

/** The batch without what lies outside the scope; each such record is named. */
export function withinScope<T>(kind: IntakeKind<T>, batch: ParsedBatch<T>, scope: Filter): ParsedBatch<T> {
  if (isEverywhere(scope)) return batch;
  const isInScope = matchFilter(scope);
  const outside: Rejection[] = [];
  const items = batch.items.filter((item, index) => {
    if (isInScope(atPlace(kind.placeOf(item)))) return true;
    outside.push({ index, error: 'outside the scope of the team that the token belongs to' });
    return false;
  });
  return { items, rejected: allRejected(batch.rejected, outside) };
}

/** A row of which only the place is known: what a scope can be judged by before anything is stored. */
function atPlace(place: Place): StoredEvent {
  return {
    kind: 'event',
    id: '',
    time: 0,
    source: '',
    title: '',
    severity: 'info',
    place,
    tags: [],
    isSample: false,
    fields: {},
    body: null,
  };
}
