import { createHash } from 'node:crypto';
import { fileInspectors, readDirectoryTree } from '@breakwater/image';
import { catalog } from './catalog.ts';
import { indexCatalogers, selectionOf } from './cataloger-index.ts';
import { catalogers } from './catalogers/index.ts';
import { distroFiles } from './distro/read-distro.ts';
import { type ScannedImage, type ScanOptions, unknownConfig } from './scanned-image.ts';

const index = indexCatalogers(catalogers);

/**
 * Lists what is in a folder: an unpacked root file system, or a source tree, where what lock files name counts as
 * there. A folder has no configuration and no layers; its digest is that of the list.
 *
 * Throws ImageError when the folder cannot be read.
 */
export async function scanDirectory(path: string, options: ScanOptions = {}): Promise<ScannedImage> {
  const { limits, signal } = options;
  const { tree, gaps, findings, waste } = await readDirectoryTree(path, {
    selection: selectionOf(index, distroFiles),
    inspectors: fileInspectors,
    ...(limits === undefined ? {} : { limits }),
    ...(signal === undefined ? {} : { signal }),
  });
  const { gaps: catalogGaps, ...sbom } = catalog(tree, index, { lockFilesCount: 'without-distro' });
  return {
    digest: `sha256:${createHash('sha256').update(JSON.stringify(sbom)).digest('hex')}`,
    tags: [],
    config: unknownConfig,
    layers: [],
    sbom,
    configFindings: [],
    fileFindings: findings,
    waste,
    gaps: [...gaps, ...catalogGaps],
  };
}
