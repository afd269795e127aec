import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive, Blob } from './archive.ts';

/** An unpacked layout. Symbolic links are not followed: they could lead anywhere on this machine. */
export function openDirectory(path: string): Archive {
  return { path, find: (name) => findFile(path, name) };
}

function findFile(root: string, name: string): Blob | undefined {
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return undefined;
  let at = root;
  for (const [index, part] of parts.entries()) {
    at = join(at, part);
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    const isLast = index === parts.length - 1;
    if (isLast) return stats.isFile() ? { file: at, offset: 0, size: stats.size } : undefined;
    if (!stats.isDirectory()) return undefined;
  }
  return undefined;
}
