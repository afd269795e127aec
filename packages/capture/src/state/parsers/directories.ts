import { changeDirectory } from '../directories.ts';
import type { Parser, ParserTable } from '../parser.ts';

const pathAt = 1;

const changed: Parser = (system, event) => {
  const { thread } = system;
  const path = event.text(pathAt);
  if (thread !== undefined && event.i64(0) >= 0 && path !== undefined) changeDirectory(system, thread, path);
};

const fchdir: Parser = (system, event) => {
  const { thread, descriptor } = system;
  if (thread !== undefined && event.i64(0) >= 0 && descriptor !== undefined)
    changeDirectory(system, thread, descriptor.name);
};

export const directoryParsers: ParserTable = { exit: { chdir: changed, fchdir, getcwd: changed } };
