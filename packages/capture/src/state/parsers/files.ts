import type { CaptureEvent } from '../../capture-event.ts';
import { newDescriptor } from '../descriptor.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { joinPath } from '../paths.ts';
import type { System } from '../system.ts';
import type { Thread } from '../thread.ts';

export const currentDirectory = -100;
const directoryFlag = 1024;
const closeOnExecFlag = 4096;
const upperLayer = 32_768;
const lowerLayer = 65_536;
const writeOnlyFlag = 2;
const createFlag = 4;

/** Where an event that opens a file has its parameters; -1: it has none. */
interface OpenLayout {
  readonly path: number;
  readonly directory: number;
  readonly flags: number;
  readonly device: number;
  readonly inode: number;
}

/** `base` of a path that is relative to a descriptor. */
export function directoryBase({ threads }: System, thread: Thread, fd: number): string {
  if (fd === currentDirectory) return threads.leaderOf(thread).cwd;
  const directory = threads.leaderOf(thread).fds.get(fd);
  return directory === undefined || directory.name === '' ? '<UNKNOWN>' : directory.name;
}

function open(layout: OpenLayout): Parser {
  return (system, event) => {
    const { thread, threads } = system;
    if (thread === undefined) return;
    const given = pathOf(thread, event, layout.path);
    const name = nameOf(system, thread, event, layout.directory, given);
    const fd = event.i64(0);
    system.fd = fd;
    if (fd < 0) {
      system.path = given === undefined ? undefined : name;
      return;
    }
    const flags = layout.flags < 0 ? writeOnlyFlag | createFlag : event.u32(layout.flags);
    const descriptor = newDescriptor((flags & directoryFlag) !== 0 ? 'directory' : 'file', name);
    descriptor.nameRaw = given;
    descriptor.openFlags = flags;
    descriptor.device = event.u32(layout.device);
    descriptor.inode = event.u64(layout.inode);
    descriptor.closesOnExec = (flags & closeOnExecFlag) !== 0;
    descriptor.hasUpperLayer = (flags & upperLayer) !== 0;
    descriptor.hasLowerLayer = (flags & lowerLayer) !== 0;
    threads.setDescriptor(thread, fd, descriptor);
    system.descriptor = descriptor;
    system.isNameChanged = true;
  };
}

function nameOf(
  system: System,
  thread: Thread,
  event: CaptureEvent,
  directoryAt: number,
  given: string | undefined,
): string {
  if (given === undefined) return '<NA>';
  if (given.startsWith('/')) return joinPath('/', given);
  const directory = directoryAt < 0 ? currentDirectory : event.fd(directoryAt);
  return joinPath(directoryBase(system, thread, directory), given);
}

/** The path as it was when the call began, if that was seen: its memory can change until the call ends. */
function pathOf(thread: Thread, event: CaptureEvent, index: number): string | undefined {
  const path = event.text(index);
  const { enter } = thread;
  if (enter === undefined) return path;
  thread.enter = undefined;
  return enter.code === event.code - 1 ? (enter.path ?? path) : path;
}

function enter(pathAt: number): Parser {
  return ({ thread }, event) => {
    const path = event.text(pathAt);
    if (thread !== undefined) thread.enter = { code: event.code, ...(path === undefined ? {} : { path }) };
  };
}

/** Its descriptor names a file by a handle; the path is that of the kernel. */
const openByHandle = open({ path: 3, directory: -1, flags: 2, device: 4, inode: 5 });

export const fileParsers: ParserTable = {
  exit: {
    open: open({ path: 1, directory: -1, flags: 2, device: 4, inode: 5 }),
    openat: open({ path: 2, directory: 1, flags: 3, device: 5, inode: 6 }),
    openat2: open({ path: 2, directory: 1, flags: 3, device: 6, inode: 7 }),
    creat: open({ path: 1, directory: -1, flags: -1, device: 3, inode: 4 }),
    open_by_handle_at: openByHandle,
  },
  enter: { open: enter(0), openat: enter(1), openat2: enter(1), creat: enter(0) },
};
