import type { CaptureEvent, System } from '@breakwater/capture';
import type { Place, Selection } from '@breakwater/capture/cut';
import type { Engine } from '@breakwater/rules';
import { CapturedEvent } from '@breakwater/sources';
import { type Bound, compareToBound } from './bound.ts';
import { ProcessTree } from './cut-tree.ts';

/** Which events a cut keeps: those that are of all the kinds that are named. */
export interface CutCriteria {
  readonly from?: Bound;
  readonly to?: Bound;
  readonly pids: readonly number[];
  readonly tids: readonly number[];
  /** Ids of containers; `host` for none. Absent: of any. */
  readonly containers?: ReadonlySet<string>;
  /** Makes the engine of the filter; a new one for each reading. */
  readonly filter?: () => Engine;
}

/** A selection for one reading of a capture. */
export function selectionOf(criteria: CutCriteria): Selection {
  const { from, to, pids, tids, containers } = criteria;
  const tree = pids.length + tids.length === 0 ? undefined : new ProcessTree({ pids, tids });
  const engine = criteria.filter?.();
  let captured: CapturedEvent | undefined;
  let first: bigint | undefined;

  function placeOf(event: CaptureEvent): Place {
    if (!event.isStateOnly) first ??= event.time;
    const since = first ?? event.time;
    if (from !== undefined && compareToBound(event, from, since) < 0) return 'before';
    if (to === undefined || compareToBound(event, to, since) <= 0) return 'kept';
    // Numbers only grow; times of different processors may be out of order.
    return to.kind === 'number' ? 'end' : 'left';
  }

  return (event: CaptureEvent, system: System, isShown: boolean): Place => {
    const isOfTree = tree === undefined || tree.has(system, event);
    const isMatched = engine === undefined || matches(event, system, isShown);
    const place = placeOf(event);
    if (place !== 'kept') return place;
    const { thread } = system;
    const isContained =
      containers === undefined || (thread !== undefined && containers.has(thread.container || 'host'));
    return isOfTree && isMatched && isContained ? 'kept' : 'left';
  };

  function matches(event: CaptureEvent, system: System, isShown: boolean): boolean {
    if (!isShown || engine === undefined) return false;
    if (captured?.record.event !== event) captured = new CapturedEvent({ event, system });
    return engine.evaluate(captured).length > 0;
  }
}
