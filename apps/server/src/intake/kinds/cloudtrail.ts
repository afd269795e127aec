import type { Event } from '@breakwater/model';
import { cloudTrail, type JsonObject } from '@breakwater/sources';
import type { Detector } from '../../detect/detector.ts';
import type { RowStore } from '../append-rows.ts';
import { type IntakeKind, intakeKind } from '../intake-kind.ts';
import { storeEvents } from '../store-events.ts';

/** CloudTrail records: detected on and kept as events. */
export function cloudTrailKind(store: RowStore, detector: () => Detector): IntakeKind {
  return intakeKind<Event<JsonObject>>({
    name: 'cloudtrail',
    parse: (bytes) => {
      const { events, rejected } = cloudTrail.parse(bytes);
      return { items: events, rejected };
    },
    placeOf: (event) => cloudTrail.summarize(event).place,
    store: (batches, isSample) => storeEvents(batches, cloudTrail, isSample, store, detector()),
  });
}
