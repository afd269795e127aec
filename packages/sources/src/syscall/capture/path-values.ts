import type { FieldValue } from '@breakwater/model';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';
import { placeOf, resultOf } from './event-values.ts';
import { renderParameter } from './render-parameter.ts';

/** Which parameters of a call are paths: the one it works on, or source and target. */
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
  open_by_handle_at: { name: 'path' },
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
  mknod: { name: 'path' },
  mknodat: { name: 'path' },
  chdir: { name: 'path' },
  chroot: { name: 'path' },
  stat: { name: 'path' },
  lstat: { name: 'path' },
  stat64: { name: 'path' },
  lstat64: { name: 'path' },
  newfstatat: { name: 'path' },
  access: { name: 'name' },
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

function path(kind: keyof Paths, isRaw: boolean): Extract {
  return (record) => {
    const parameter = paths[record.event.type.name]?.[kind];
    if (parameter === undefined) return undefined;
    const index = placeOf(record.event, parameter);
    const rendered = index < 0 ? undefined : renderParameter(record, index);
    if (rendered === undefined || record.event.length(index) === 0) return undefined;
    return isRaw || rendered.resolved === '' ? rendered.raw : rendered.resolved;
  };
}

/** The path that a call relative to a directory works on, made absolute. */
function absolute(kind: keyof Paths): Extract {
  return (record): FieldValue | undefined => {
    if (!/at2?$/.test(record.event.type.name) || (resultOf(record.event) ?? 0) < 0) return undefined;
    return path(kind, false)(record as CaptureRecord);
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
  'evt.abspath': absolute('name'),
  'evt.abspath.src': absolute('source'),
  'evt.abspath.dst': absolute('target'),
};
