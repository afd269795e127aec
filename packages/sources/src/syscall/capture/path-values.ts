import { directoryBase, joinPath, workingDirectory } from '@breakwater/capture';
import type { Extract, Extracts } from './capture-record.ts';
import { placeOf, resultOf } from './result.ts';

/** Which parameters of a call are paths: the one it works on, or source and target. The calls are those of upstream. */
interface Paths {
  readonly name?: string;
  readonly source?: string;
  readonly target?: string;
}

const paths: Readonly<Record<string, Paths>> = {
  open: { name: 'name' },
  openat: { name: 'name' },
  openat2: { name: 'name' },
  creat: { name: 'name' },
  mkdir: { name: 'path' },
  mkdirat: { name: 'path' },
  rmdir: { name: 'path' },
  unlink: { name: 'path' },
  unlinkat: { name: 'name' },
  chmod: { name: 'filename' },
  fchmodat: { name: 'filename' },
  chown: { name: 'path' },
  lchown: { name: 'path' },
  fchownat: { name: 'pathname' },
  quotactl: { name: 'special' },
  umount: { name: 'name' },
  umount2: { name: 'name' },
  rename: { source: 'oldpath', target: 'newpath' },
  renameat: { source: 'oldpath', target: 'newpath' },
  renameat2: { source: 'oldpath', target: 'newpath' },
  link: { source: 'newpath', target: 'oldpath' },
  linkat: { source: 'newpath', target: 'oldpath' },
  symlink: { source: 'linkpath', target: 'target' },
  symlinkat: { source: 'linkpath', target: 'target' },
  mount: { source: 'dev', target: 'dir' },
};

/** Calls that work on a descriptor: their path is its name. */
const byDescriptor = new Set(['fchmod', 'fchown']);
const opens = new Set(['open', 'openat', 'openat2', 'creat']);

/** Only calls that succeeded have paths; of opens those that failed without an error of their own have none. */
function hasPaths(name: string, result: number | undefined): boolean {
  return opens.has(name) ? result !== undefined && result !== -1 : result === 0;
}

/** A relative path counts from the working directory, whatever descriptor the call names. */
function path(kind: keyof Paths, isRaw: boolean): Extract {
  return ({ event, system }) => {
    const { name } = event.type;
    const isByDescriptor = kind === 'name' && byDescriptor.has(name);
    const parameter = paths[name]?.[kind];
    if ((parameter === undefined && !isByDescriptor) || !hasPaths(name, resultOf(event))) return undefined;
    const given = isByDescriptor ? system.descriptor?.name : event.text(placeOf(event, parameter ?? ''));
    if (given === undefined || isRaw || given.startsWith('/')) return given;
    return system.thread === undefined ? undefined : joinPath(workingDirectory(system, system.thread), given);
  };
}

type Place = readonly [directory: string, path: string];

/** Calls that name a directory by its descriptor, each with it and the path below. */
const places: Readonly<Record<string, { readonly src: Place; readonly dst?: Place }>> = {
  renameat: { src: ['olddirfd', 'oldpath'], dst: ['newdirfd', 'newpath'] },
  renameat2: { src: ['olddirfd', 'oldpath'], dst: ['newdirfd', 'newpath'] },
  linkat: { src: ['olddir', 'oldpath'], dst: ['newdir', 'newpath'] },
  symlinkat: { src: ['linkdirfd', 'linkpath'], dst: ['linkdirfd', 'linkpath'] },
  openat: { src: ['dirfd', 'name'], dst: ['dirfd', 'name'] },
  openat2: { src: ['dirfd', 'name'], dst: ['dirfd', 'name'] },
  unlinkat: { src: ['dirfd', 'name'], dst: ['dirfd', 'name'] },
  mkdirat: { src: ['dirfd', 'path'], dst: ['dirfd', 'path'] },
  fchmodat: { src: ['dirfd', 'filename'], dst: ['dirfd', 'filename'] },
  fchownat: { src: ['dirfd', 'pathname'], dst: ['dirfd', 'pathname'] },
};

/** The path that a call relative to a directory works on, made absolute. */
function absolute(kind: 'src' | 'dst'): Extract {
  return ({ event, system }) => {
    const { thread } = system;
    if (thread === undefined) return undefined;
    if (event.type.name === 'open_by_handle_at')
      return (resultOf(event) ?? 0) > 0 ? joinPath('', event.text(placeOf(event, 'path')) ?? '') : undefined;
    const place = places[event.type.name]?.[kind];
    if (place === undefined) return undefined;
    const [directoryAt, pathAt] = place.map((name) => placeOf(event, name));
    const given = event.text(pathAt ?? -1);
    if (given === undefined || event.length(directoryAt ?? -1) === 0) return undefined;
    if (given.startsWith('/')) return joinPath('', given);
    const base = directoryBase(system, thread, event.fd(directoryAt ?? -1));
    return joinPath(base === '<UNKNOWN>' ? '<UNKNOWN>/' : base, given);
  };
}

/** Values of the fields of the paths that a call works on. */
export const pathValues: Extracts = {
  'fs.path.name': path('name', false),
  'fs.path.nameraw': path('name', true),
  'fs.path.source': path('source', false),
  'fs.path.sourceraw': path('source', true),
  'fs.path.target': path('target', false),
  'fs.path.targetraw': path('target', true),
  'evt.abspath': absolute('src'),
  'evt.abspath.src': absolute('src'),
  'evt.abspath.dst': absolute('dst'),
};
