import { joinPath } from './paths.ts';
import type { System } from './system.ts';
import type { Thread } from './thread.ts';

/** A descriptor that stands for the working directory. */
const currentDirectory = -100;

/** With a slash at its end. The threads of a process share it; one whose process is not known has none. */
export function workingDirectory({ threads }: System, thread: Thread): string {
  return threads.mainOf(thread)?.cwd ?? './';
}

/** Where a path that is relative to a descriptor starts from. */
export function directoryBase(system: System, thread: Thread, fd: number): string {
  if (fd === currentDirectory) return workingDirectory(system, thread);
  const directory = system.threads.mainOf(thread)?.fds.get(fd);
  if (directory === undefined) return '<UNKNOWN>';
  const { name } = directory;
  return name === '' || name.endsWith('/') ? name : `${name}/`;
}

/** Changes the working directory of a process; a relative path counts from that of its first thread alone. */
export function changeDirectory({ threads }: System, thread: Thread, path: string): void {
  const main = threads.mainOf(thread);
  if (main === undefined) return;
  const cwd = joinPath(main === thread ? main.cwd : '', path);
  main.cwd = cwd.endsWith('/') ? cwd : `${cwd}/`;
}
