import type { Parser, ParserTable } from '../parser.ts';
import { joinPath } from '../paths.ts';
import { directoryOf } from '../thread.ts';

const chdir: Parser = ({ thread, threads }, event) => {
  const path = event.text(1);
  if (thread === undefined || event.i64(0) < 0 || path === undefined) return;
  const leader = threads.leaderOf(thread);
  leader.cwd = directoryOf(joinPath(leader.cwd, path));
  thread.cwd = leader.cwd;
};

const fchdir: Parser = ({ thread, threads, descriptor }, event) => {
  if (thread === undefined || event.i64(0) < 0 || descriptor === undefined) return;
  const leader = threads.leaderOf(thread);
  leader.cwd = directoryOf(descriptor.name);
  thread.cwd = leader.cwd;
};

const getcwd: Parser = ({ thread, threads }, event) => {
  const path = event.text(1);
  if (thread === undefined || event.i64(0) < 0 || path === undefined) return;
  const leader = threads.leaderOf(thread);
  leader.cwd = directoryOf(path);
  thread.cwd = leader.cwd;
};

export const directoryParsers: ParserTable = { exit: { chdir, fchdir, getcwd } };
