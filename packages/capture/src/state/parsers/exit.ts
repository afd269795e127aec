import type { Parser, ParserTable } from '../parser.ts';

const reaperAt = 4;

/** The thread stays for the rules; what happens to its children is decided when it goes. */
const procexit: Parser = (system, event) => {
  const { thread } = system;
  if (thread === undefined) return;
  thread.isDead = true;
  system.removedThread = thread;
  system.reaper = event.i64(reaperAt);
};

export const exitParsers: ParserTable = { enter: { procexit } };
