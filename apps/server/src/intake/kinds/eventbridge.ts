import type { Event } from '@breakwater/model';
import { ecs, type JsonObject } from '@breakwater/sources';
import type { StateStore } from '@breakwater/store';
import type { Detector } from '../../detect/detector.ts';
import { storeTaskStates } from '../../tasks/task-states.ts';
import type { RowStore } from '../append-rows.ts';
import { type IntakeKind, intakeKind } from '../intake-kind.ts';
import { storeEvents } from '../store-events.ts';

/** ECS events: detected on, kept as events, and task states folded into the black box. */
export function eventBridgeKind(store: RowStore, state: StateStore, detector: () => Detector): IntakeKind {
  return intakeKind<Event<JsonObject>>({
    name: 'eventbridge',
    parse: (bytes) => {
      const { events, rejected } = ecs.parse(bytes);
      return { items: events, rejected };
    },
    placeOf: (event) => ecs.summarize(event).place,
    store: async (batches, isSample) => {
      await storeTaskStates(
        state,
        batches.flat().map((event) => event.record),
        isSample,
      );
      return storeEvents(batches, ecs, isSample, store, detector());
    },
  });
}
