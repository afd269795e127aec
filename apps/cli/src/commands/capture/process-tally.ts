import type { CaptureEvent, System, Thread } from '@breakwater/capture';
import { formatTime } from '@breakwater/rules';
import type { ProcessFacts } from './capture-info.ts';

interface Entry {
  readonly pid: number;
  name: string;
  commandLine: string;
  container: string;
  events: number;
  readonly started: bigint;
  ended: bigint;
}

const maxProcesses = 100_000;
const maxCommandLine = 500;

/** The processes that events come from; one whose id is used again is another one. */
export class ProcessTally {
  readonly #live = new Map<number, Entry>();
  readonly #all: Entry[] = [];
  /** Events of processes that found no room. */
  beyond = 0;

  count(event: CaptureEvent, system: System): void {
    const { thread, threads } = system;
    if (thread === undefined) return;
    const leader = threads.leaderOf(thread);
    const pid = leader.pid === -1 ? leader.tid : leader.pid;
    const { name } = event.type;
    let entry = this.#live.get(pid);
    if (entry === undefined) {
      if (this.#all.length >= maxProcesses) {
        this.beyond += 1;
        return;
      }
      entry = entryOf(pid, leader);
      this.#live.set(pid, entry);
      this.#all.push(entry);
    } else if (name === 'execve' || name === 'execveat') entry.commandLine = commandLineOf(leader);
    entry.events += 1;
    entry.name = leader.comm;
    if (leader.container !== '') entry.container = leader.container;
    if (name === 'procexit' && threads.membersOf(pid).every((one) => one === thread)) {
      entry.ended = event.time;
      this.#live.delete(pid);
    }
  }

  /** A section begins: another machine, perhaps, whose processes are others. */
  forget(): void {
    this.#live.clear();
  }

  facts(): readonly ProcessFacts[] {
    return this.#all
      .map(({ container, started, ended, ...rest }) => ({
        ...rest,
        ...(container === '' ? {} : { container }),
        ...(started === 0n ? {} : { started: formatTime(started) }),
        ...(ended === 0n ? {} : { ended: formatTime(ended) }),
      }))
      .sort((a, b) => b.events - a.events);
  }
}

function entryOf(pid: number, leader: Thread): Entry {
  const { comm, container, clonedAt } = leader;
  const commandLine = commandLineOf(leader);
  return { pid, name: comm, commandLine, container, events: 0, started: clonedAt, ended: 0n };
}

function commandLineOf({ exe, args }: Thread): string {
  let text = exe;
  for (const arg of args) {
    if (text.length > maxCommandLine) return `${text.slice(0, maxCommandLine)}…`;
    text += ` ${arg.slice(0, maxCommandLine)}`;
  }
  return text.length > maxCommandLine ? `${text.slice(0, maxCommandLine)}…` : text;
}
