import {
  type CaptureEvent,
  type CaptureLimits,
  CaptureReader,
  type CaptureSummary,
  changesState,
  eventTypes,
  type StateLimits,
  System,
  type Task,
} from '@breakwater/capture';
import { messageOf } from '../../message-of.ts';
import { CapturedEvent } from './capture-record.ts';
import { syscallTypeOf } from './event-name.ts';

/** Codes of events are below it. */
const maxCode = 65_536;

export interface ReplayOptions {
  readonly limits?: Partial<CaptureLimits>;
  readonly stateLimits?: Partial<StateLimits>;
  /** Tasks of ECS whose control groups may be seen. */
  readonly tasks?: readonly Task[];
  /** Types of event that are of interest; the others only change the state. Default: all. */
  readonly asksFor?: (type: string) => boolean;
}

export interface ReplaySummary extends CaptureSummary {
  /** Threads, descriptors, containers, users and groups that found no room in the state. */
  readonly dropped: number;
  /** Empty: the capture does not say. */
  readonly hostname: string;
}

/**
 * Reads a capture, decompressed, and hands each event that rules are about to `onEvent` with the state of the system
 * at that moment. A few objects serve all events: nothing of them may be kept. Memory does not grow with the length of
 * the capture.
 */
export async function replayCapture(
  bytes: AsyncIterable<Uint8Array>,
  onEvent: (event: CapturedEvent, hostname: string) => void,
  options: ReplayOptions = {},
): Promise<ReplaySummary> {
  const system = new System(options.stateLimits, options.tasks);
  let captured: CapturedEvent | undefined;
  const isAsked = askedTypes(options.asksFor);
  const handler = {
    ...system.handler(),
    isWanted: (code: number) => system.begin === undefined || changesState(code) || isAsked(code),
    onEvent: (event: CaptureEvent) => {
      const asked = isAsked(event.code, event);
      if (!asked && !changesState(event.code) && system.begin !== undefined) return;
      // Converted events of old captures lie in objects of their own.
      if (captured?.record.event !== event) captured = new CapturedEvent({ event, system });
      if (system.before(event) && asked) onEvent(captured, system.machine?.hostname ?? '');
      system.after();
    },
  };
  const reader = new CaptureReader(handler, options.limits);
  let cause: string | undefined;
  try {
    for await (const chunk of bytes) if (!reader.feed(chunk)) break;
  } catch (error) {
    // What came before the damage was told of; the summary says that it is not all.
    cause = messageOf(error);
  }
  const hostname = system.machine?.hostname ?? '';
  return { ...reader.end(cause), dropped: droppedBy(system), hostname };
}

function droppedBy({ threads, containers, droppedIdentities }: System): number {
  return threads.dropped + containers.dropped + droppedIdentities;
}

/**
 * Remembers the answers: by event code, for calls without a code of their own by the number of the call. Without the
 * event such calls may be asked for.
 */
function askedTypes(asksFor: ReplayOptions['asksFor']): (code: number, event?: CaptureEvent) => boolean {
  if (asksFor === undefined) return () => true;
  const answers: (boolean | undefined)[] = [];
  return (code, event) => {
    const isGeneric = code <= 1;
    if (isGeneric && event === undefined) return true;
    const key = isGeneric && event !== undefined ? maxCode + event.u16(0) : code;
    const known = answers[key];
    if (known !== undefined) return known;
    const answer = asksFor(
      isGeneric && event !== undefined ? syscallTypeOf(event) : (eventTypes[code]?.name ?? ''),
    );
    answers[key] = answer;
    return answer;
  };
}
