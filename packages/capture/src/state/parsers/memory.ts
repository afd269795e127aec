import type { CaptureEvent } from '../../capture-event.ts';
import type { Parser, ParserTable } from '../parser.ts';
import type { Thread } from '../thread.ts';

/** Sizes of memory, in kB, from the parameter `sizeAt` on: in all, resident, swapped. */
function setSizes(thread: Thread, event: CaptureEvent, sizeAt: number): void {
  if (event.length(sizeAt) > 0) thread.vmSize = event.u32(sizeAt);
  if (event.length(sizeAt + 2) === 0) return;
  thread.vmRss = event.u32(sizeAt + 1);
  thread.vmSwap = event.u32(sizeAt + 2);
}

/** They are those of the thread that made the call, as upstream has it. */
const mapped: Parser = ({ thread }, event) => {
  if (thread !== undefined) setSizes(thread, event, 1);
};

const faults = { major: 1, minor: 2, size: 3, swap: 5 } as const;

/** A thread that is taken off its processor tells of its page faults and of the memory of its process. */
const switched: Parser = ({ thread, threads }, event) => {
  if (thread === undefined || event.length(faults.swap) === 0) return;
  thread.majorFaults = event.u64(faults.major);
  thread.minorFaults = event.u64(faults.minor);
  const main = threads.mainOf(thread);
  if (main !== undefined) setSizes(main, event, faults.size);
};

export const memoryParsers: ParserTable = {
  exit: { brk: mapped, mmap: mapped, mmap2: mapped, munmap: mapped },
  enter: { switch: switched },
};
