import type { Thread } from '@breakwater/capture';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';
import { valueAtPrevious } from './since-previous.ts';

/** What the processor did since it switched last, at events of a switch; else nothing. */
function ranFor({ event, system }: CaptureRecord): bigint {
  if (event.type.name !== 'switch') return 0n;
  const { cpu, number, time } = event;
  return valueAtPrevious(system, `switched ${cpu}`, number, time, (before) => time - before, 0n);
}

interface Total {
  readonly number: number;
  readonly value: bigint;
}

/** Kept by thread: it goes when the thread goes. */
const ran = new WeakMap<Thread, Total>();

const total: Extract = (record) => {
  const { thread } = record.system;
  if (thread === undefined) return undefined;
  const before = ran.get(thread);
  if (before?.number === record.event.number) return before.value;
  const value = (before?.value ?? 0n) + ranFor(record);
  ran.set(thread, { number: record.event.number, value });
  return value;
};

interface Load {
  readonly number: number;
  readonly at: number;
  readonly value: number;
}

const used = new WeakMap<Thread, Map<string, Load>>();
const most = 100;

/** Events with the load of a thread tell what it used in all; the field says what it used since the one before. */
function load(name: string, places: readonly number[]): Extract {
  return ({ event, system: { thread } }) => {
    if (thread === undefined || event.type.name !== 'procinfo') return undefined;
    const loads = used.get(thread) ?? new Map<string, Load>();
    used.set(thread, loads);
    const before = loads.get(name);
    if (before?.number === event.number) return before.value;
    const at = places.reduce((sum, place) => sum + event.u64(place), 0);
    const value = before === undefined || before.at === 0 ? 0 : Math.min(most, at - before.at);
    loads.set(name, { number: event.number, at, value });
    return value;
  };
}

/** Values of the fields of what a thread used of the processor. */
export const cpuValues: Extracts = {
  'thread.exectime': ranFor,
  'thread.totexectime': total,
  'thread.cpu': load('thread.cpu', [0, 1]),
  'thread.cpu.user': load('thread.cpu.user', [0]),
  'thread.cpu.system': load('thread.cpu.system', [1]),
};
