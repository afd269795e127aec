import { eventFlag } from '@breakwater/capture';
import type { CapturedEvent } from '@breakwater/sources/capture';
import type { Payload, Payloads } from './protocol.ts';

const mostBytes = 1024 * 1024;
const mostPayloads = 5000;

export interface PayloadCollector {
  readonly look: (event: CapturedEvent) => void;
  readonly isFull: boolean;
  readonly finish: () => Payloads;
}

/** Gathers what these events read and wrote, in their order, up to a megabyte. */
export function collectPayloads(numbers: ReadonlySet<number>, startedAt: bigint): PayloadCollector {
  const payloads: Payload[] = [];
  let bytes = 0;
  let isPartial = false;
  return {
    get isFull() {
      return isPartial;
    },
    look: ({ record: { event }, time }) => {
      if (!numbers.has(event.number) || isPartial) return;
      const { flags, parameters } = event.type;
      if ((flags & (eventFlag.readsFromFd | eventFlag.writesToFd)) === 0) return;
      const at = parameters.findIndex(({ name }) => name === 'data');
      const result = event.i64(parameters.findIndex(({ name }) => name === 'res'));
      if (at < 0 || result <= 0 || event.length(at) === 0) return;
      if (bytes + event.length(at) > mostBytes || payloads.length >= mostPayloads) {
        isPartial = true;
        return;
      }
      bytes += event.length(at);
      payloads.push({
        event: event.number,
        at: Number(time - startedAt),
        isWrite: (flags & eventFlag.writesToFd) !== 0,
        bytes: result,
        text: textOf(event.data(at)),
        isCut: event.length(at) < result,
      });
    },
    finish: () => ({ payloads, isPartial }),
  };
}

/** Bytes as text; those that stand for no character a person can see become a dot. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder()
    .decode(bytes)
    .replace(/[\p{Cc}\uFFFD]/gu, (character) =>
      character === '\n' || character === '\t' ? character : character === '\r' ? '' : '·',
    );
}
