import { createHash } from 'node:crypto';
import { fileInspectors } from '@breakwater/image';
import { catalogers } from './catalogers/index.ts';
import { condensers } from './condensers.ts';

/**
 * Stands for everything that decides what is kept of a layer: which files catalogers want, and what condensers and inspectors
 * make of them. How catalogers read what was kept does not count, for they read it in every scan.
 */
export const analyzerVersion: string = createHash('sha256')
  .update(
    JSON.stringify([
      catalogers.map(({ name, paths, folders, names, extensions, condensed, wants }) => [
        name,
        [paths, folders, names, extensions, condensed].map((list) => list ?? []),
        String(wants),
      ]),
      condensers.map(({ name, version }) => [name, version]),
      fileInspectors.map(({ name, version }) => [name, version]),
    ]),
  )
  .digest('hex');
