import {
  type CaptureLimits,
  CaptureReader,
  type CaptureSummary,
  type StateLimits,
  System,
} from '@breakwater/capture';
import { messageOf } from '../../message-of.ts';
import { CapturedEvent } from './capture-record.ts';

export interface ReplayOptions {
  readonly limits?: Partial<CaptureLimits>;
  readonly stateLimits?: Partial<StateLimits>;
}

export interface ReplaySummary extends CaptureSummary {
  /** Threads, descriptors, containers, users and groups that found no room in the state. */
  readonly dropped: number;
  /** Empty: the capture does not say. */
  readonly hostname: string;
}

/**
 * Reads a capture, decompressed, and hands each event that rules are about to `onEvent` with the state of the system
 * at that moment. It is the same object for all events: nothing of it may be kept. Memory does not grow with the
 * length of the capture.
 */
export async function replayCapture(
  bytes: AsyncIterable<Uint8Array>,
  onEvent: (event: CapturedEvent, hostname: string) => void,
  options: ReplayOptions = {},
): Promise<ReplaySummary> {
  const system = new System(options.stateLimits);
  let captured: CapturedEvent | undefined;
  const handler = {
    ...system.handler(),
    onEvent: (event: CapturedEvent['record']['event']) => {
      captured ??= new CapturedEvent({ event, system });
      if (system.before(event)) onEvent(captured, system.machine?.hostname ?? '');
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
  return { ...reader.end(cause), dropped: system.threads.dropped + system.containers.dropped, hostname };
}
