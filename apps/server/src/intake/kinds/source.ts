import type { Event } from '@breakwater/model';
import { config, fim, github, k8sAudit, okta, RecentEvents, type Source, syscall } from '@breakwater/sources';
import type { Detector } from '../../detect/detector.ts';
import type { RowStore } from '../append-rows.ts';
import { type IntakeKind, intakeKind } from '../intake-kind.ts';
import { storeEvents } from '../store-events.ts';

/** Kinds that need nothing but their source, by their name in the path. */
export const eventKinds: readonly (readonly [name: string, source: Source])[] = [
  ['k8s-audit', k8sAudit as Source],
  ['fim', fim as Source],
  ['config', config as Source],
  ['github', github as Source],
  ['okta', okta as Source],
  ['syscall', syscall as Source],
];

/** Events of a source: detected on and kept, nothing more. */
export function sourceKind<R>(
  name: string,
  source: Source<R>,
  store: RowStore,
  detector: () => Detector,
): IntakeKind {
  const recent = new RecentEvents();
  return intakeKind<Event<R>>({
    name,
    parse: (bytes) => {
      const { events, rejected } = source.parse(bytes, { recent });
      return { items: events, rejected };
    },
    placeOf: (event) => source.summarize(event).place,
    store: (batches, isSample) => storeEvents(batches, source, isSample, store, detector()),
  });
}
