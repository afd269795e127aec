import type { CaptureEvent } from '../../capture-event.ts';
import { newDescriptor } from '../descriptor.ts';
import { directoryBase, workingDirectory } from '../directories.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { joinPath } from '../paths.ts';
import type { System } from '../system.ts';
import type { EnterEvent, Thread } from '../thread.ts';

const directoryFlag = 1024;
const closeOnExecFlag = 4096;
const upperLayer = 32_768;
const lowerLayer = 65_536;
/** Flags from here on are told by the end of the call alone. */
const addedFlags = ~(16_384 - 1);

/** Where an event that opens a file has its parameters; -1: it has none. */
interface OpenLayout {
  readonly path: number;
  /** Of a path that is relative to a descriptor. */
  readonly directory: number;
  readonly flags: number;
  readonly device: number;
  readonly inode: number;
  /** The path is that of the kernel, and needs no directory. */
  readonly isResolved?: boolean;
}

function open(layout: OpenLayout): Parser {
  return (system, event) => {
    const { thread, threads } = system;
    if (thread === undefined) return;
    const begun = begunWith(thread, event);
    const fd = event.i64(0);
    if (fd < 0) {
      askFor(system, thread, event, layout);
      return;
    }
    const given = begun?.path ?? event.text(layout.path);
    const name = nameOf(system, thread, event, layout, begun);
    const flags = flagsOf(event, layout, begun);
    const descriptor = newDescriptor((flags & directoryFlag) !== 0 ? 'directory' : 'file', name);
    descriptor.nameRaw = given ?? '<NA>';
    descriptor.openFlags = flags;
    descriptor.device = event.u32(layout.device);
    descriptor.inode = event.u64(layout.inode);
    descriptor.closesOnExec = (flags & closeOnExecFlag) !== 0;
    descriptor.hasUpperLayer = (flags & upperLayer) !== 0;
    descriptor.hasLowerLayer = (flags & lowerLayer) !== 0;
    if (!threads.setDescriptor(thread, fd, descriptor)) {
      system.path = name;
      system.pathRaw = descriptor.nameRaw;
      return;
    }
    system.fd = fd;
    system.descriptor = descriptor;
    system.isNameChanged = name !== '';
  };
}

/**
 * An open that failed: the path is that of its end. Calls without a descriptor of a directory tell an absolute path as
 * it was given, and a relative one only as the absolute one.
 */
function askFor(system: System, thread: Thread, event: CaptureEvent, layout: OpenLayout): void {
  const given = event.text(layout.path) ?? '<NA>';
  const isPlain = layout.directory < 0 && (layout.isResolved || given === '<NA>' || given.startsWith('/'));
  system.path = isPlain ? given : nameOf(system, thread, event, layout, undefined);
  system.pathRaw = layout.directory < 0 ? system.path : given;
}

/** What was stored when the call began: its memory can change until the call ends. */
function begunWith(thread: Thread, event: CaptureEvent): EnterEvent | undefined {
  const { enter } = thread;
  if (enter === undefined) return undefined;
  thread.enter = undefined;
  return enter.code === event.code - 1 && enter.path !== undefined ? enter : undefined;
}

function nameOf(
  system: System,
  thread: Thread,
  event: CaptureEvent,
  { path, directory, isResolved }: OpenLayout,
  begun: EnterEvent | undefined,
): string {
  const given = begun?.path ?? event.text(path) ?? (directory < 0 ? '' : '<NA>');
  if (isResolved || given.startsWith('/')) return joinPath('', given);
  if (directory < 0) return joinPath(workingDirectory(system, thread), given);
  const fd = begun?.directory ?? (event.length(directory) === 0 ? undefined : event.fd(directory));
  return joinPath(fd === undefined ? '' : directoryBase(system, thread, fd), given);
}

function flagsOf(event: CaptureEvent, { flags }: OpenLayout, begun: EnterEvent | undefined): number {
  if (flags < 0) return layersOfCreat(event);
  const atEnd = event.u32(flags);
  return begun?.flags === undefined ? atEnd : begun.flags | (atEnd & addedFlags);
}

const creatFlags = { at: 5, upperLayer: 1, lowerLayer: 2 } as const;

function layersOfCreat(event: CaptureEvent): number {
  const flags = event.u16(creatFlags.at);
  if ((flags & creatFlags.upperLayer) !== 0) return upperLayer;
  return (flags & creatFlags.lowerLayer) !== 0 ? lowerLayer : 0;
}

function enter(pathAt: number, flagsAt = -1, directoryAt = -1): Parser {
  return ({ thread }, event) => {
    const path = event.text(pathAt);
    if (thread === undefined || event.length(0) === 0) return;
    thread.enter = {
      code: event.code,
      ...(path === undefined ? {} : { path }),
      ...(flagsAt < 0 ? {} : { flags: event.u32(flagsAt) }),
      ...(directoryAt < 0 ? {} : { directory: event.fd(directoryAt) }),
    };
  };
}

const openByHandle = open({ path: 3, directory: -1, flags: 2, device: 4, inode: 5, isResolved: true });

export const fileParsers: ParserTable = {
  exit: {
    open: open({ path: 1, directory: -1, flags: 2, device: 4, inode: 5 }),
    openat: open({ path: 2, directory: 1, flags: 3, device: 5, inode: 6 }),
    openat2: open({ path: 2, directory: 1, flags: 3, device: 6, inode: 7 }),
    creat: open({ path: 1, directory: -1, flags: -1, device: 3, inode: 4 }),
    open_by_handle_at: openByHandle,
  },
  enter: { open: enter(0, 1), openat: enter(1, 2, 0), openat2: enter(1, 2, 0), creat: enter(0) },
};
