import { decodeTexts } from '../text.ts';
import { type ListBody, ListCursor } from './list-body.ts';

/** A thread as it was when the capture began. Ids are -1 where the capture does not tell them. */
export interface ProcessEntry {
  readonly tid: number;
  readonly pid: number;
  readonly ptid: number;
  readonly sid: number;
  readonly vpgid: number;
  readonly pgid: number;
  readonly comm: string;
  readonly exe: string;
  readonly exepath: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly root: string;
  readonly fdLimit: number;
  readonly flags: number;
  readonly uid: number;
  readonly gid: number;
  readonly vmSize: number;
  readonly vmRss: number;
  readonly vmSwap: number;
  readonly majorFaults: number;
  readonly minorFaults: number;
  readonly env: readonly string[];
  readonly vtid: number;
  readonly vpid: number;
  /** `subsystem=path` each. */
  readonly cgroups: readonly string[];
  readonly pidnsInitStart: bigint;
  readonly tty: number;
  readonly loginuid: number;
  /** 1 writable, 2 upper layer, 4 from memfd, 8 lower layer: as an execve event tells them. */
  readonly exeFlags: number;
  readonly capInheritable: bigint;
  readonly capPermitted: bigint;
  readonly capEffective: bigint;
  readonly exeInode: bigint;
  readonly exeCtime: bigint;
  readonly exeMtime: bigint;
}

/** Entries before version 0.10 of the writer lack two fields; then so many bytes, or fewer, remain. */
const bytesWithoutStart = 29;

/** Lists of versions 1 to 9; only those of 9 begin with their length. */
export function readProcesses(
  body: ListBody,
  version: number,
  onProcess: (process: ProcessEntry) => void,
): void {
  const list = new ListCursor(body);
  while (list.left >= 4) {
    const entry = version >= 9 ? list.part(list.u32() - 4) : list;
    const process = readProcess(entry, version);
    if (process === undefined) return;
    onProcess(process);
  }
}

function readProcess(entry: ListCursor, version: number): ProcessEntry | undefined {
  const head = {
    tid: entry.i64(),
    pid: entry.i64(),
    ptid: entry.i64(),
    sid: version >= 6 ? entry.i64() : -1,
    vpgid: version >= 8 ? entry.i64() : -1,
    comm: entry.text(),
    exe: entry.text(),
    exepath: version >= 7 ? entry.text() : '',
    args: texts(entry),
    cwd: entry.text(),
    fdLimit: entry.i64(),
    flags: entry.u32(),
    uid: entry.u32(),
    gid: entry.u32(),
    vmSize: version >= 2 ? entry.u32() : 0,
    vmRss: version >= 2 ? entry.u32() : 0,
    vmSwap: version >= 2 ? entry.u32() : 0,
    majorFaults: version >= 2 ? entry.i64() : 0,
    minorFaults: version >= 2 ? entry.i64() : 0,
    env: version >= 3 ? texts(entry) : [],
    vtid: version >= 4 ? entry.i64() : -1,
    vpid: version >= 4 ? entry.i64() : -1,
    cgroups: version >= 4 ? texts(entry) : [],
    root: version >= 5 ? entry.text() : '',
  };
  if (entry.isShort) return undefined;
  return { ...head, ...readRecent(entry, version) };
}

/** What version 9 added, each as far as the entry reaches. */
function readRecent(entry: ListCursor, version: number): RecentFields {
  const isRecent = version >= 9;
  const hasStart = isRecent && entry.left > bytesWithoutStart;
  const u8 = (): number => (isRecent && entry.left >= 1 ? entry.u8() : 0);
  const big = (): bigint => (isRecent && entry.left >= 8 ? entry.big() : 0n);
  const pidnsInitStart = hasStart ? entry.big() : 0n;
  const tty = hasStart ? entry.u32() : 0;
  const loginuid = isRecent && entry.left >= 4 ? entry.u32() : 0xffff_ffff;
  const writable = u8();
  const [capInheritable, capPermitted, capEffective] = [big(), big(), big()];
  const upper = u8();
  const [exeInode, exeCtime, exeMtime] = [big(), big(), big()];
  const memfd = u8();
  const lower = u8();
  const pgid = isRecent && entry.left >= 8 ? entry.i64() : -1;
  const exeFlags = (writable && 1) | (upper && 2) | (memfd && 4) | (lower && 8);
  const times = { exeInode, exeCtime, exeMtime };
  return {
    pidnsInitStart,
    tty,
    loginuid,
    exeFlags,
    capInheritable,
    capPermitted,
    capEffective,
    ...times,
    pgid,
  };
}

type RecentFields = Pick<
  ProcessEntry,
  | 'pidnsInitStart'
  | 'tty'
  | 'loginuid'
  | 'exeFlags'
  | 'capInheritable'
  | 'capPermitted'
  | 'capEffective'
  | 'exeInode'
  | 'exeCtime'
  | 'exeMtime'
  | 'pgid'
>;

function texts(entry: ListCursor): string[] {
  const bytes = entry.sized();
  return decodeTexts(bytes, 0, bytes.length);
}
