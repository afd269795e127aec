import {
  checkConfig,
  fileInspectors,
  maskLine,
  maskSecrets,
  type OpenedImage,
  openImage,
  readAttestations,
  readFileTree,
} from '@breakwater/image';
import { analyzerVersion } from './analyzer-version.ts';
import { catalog } from './catalog.ts';
import { indexCatalogers, selectionOf } from './cataloger-index.ts';
import { catalogers } from './catalogers/index.ts';
import { distroFiles } from './distro/read-distro.ts';
import type { ScannedImage, ScanOptions } from './scanned-image.ts';

const passwdFile = 'etc/passwd';
const index = indexCatalogers(catalogers);

/**
 * Reads an image archive or layout and lists what is in it: packages, distribution, defects of its
 * configuration. Secrets in the configuration are masked. Nothing is unpacked to disk, nothing is run. What was not examined is in `gaps`.
 *
 * Throws ImageError when the path is no image or a part of it is damaged.
 */
export async function scanImage(path: string, options: ScanOptions = {}): Promise<ScannedImage> {
  const { platform, reference } = options;
  const image = await openImage(path, {
    ...(platform === undefined ? {} : { platform }),
    ...(reference === undefined ? {} : { reference }),
  });
  return scanOpenedImage(image, options);
}

/** The same for an image that is open already: one of a registry. */
export async function scanOpenedImage(
  image: OpenedImage,
  {
    limits,
    signal,
    cache,
    onProgress,
    now,
    readsAttestations,
  }: Omit<ScanOptions, 'platform' | 'reference'> = {},
): Promise<ScannedImage> {
  const { tree, gaps, findings, waste } = await readFileTree(image, {
    selection: selectionOf(index, [passwdFile, ...distroFiles]),
    inspectors: fileInspectors,
    ...(limits === undefined ? {} : { limits }),
    ...(signal === undefined ? {} : { signal }),
    ...(cache === undefined ? {} : { cache: { store: cache, version: analyzerVersion } }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const { gaps: catalogGaps, ...sbom } = catalog(tree, index);
  const passwd = tree.read(passwdFile)?.toString('utf8');
  const tag = tagOf(image.tags[0]);
  const attested = readsAttestations === true ? await readAttestations(image) : undefined;
  return {
    ...(attested === undefined ? {} : { attested }),
    digest: image.digest,
    tags: image.tags,
    config: maskSecrets(image.config),
    layers: tree.layers.map((layer) =>
      layer.createdBy === undefined ? layer : { ...layer, createdBy: maskLine(layer.createdBy) },
    ),
    sbom,
    configFindings: checkConfig({
      config: image.config,
      layers: tree.layers,
      hasFile: (path) => tree.entry(path) !== undefined,
      ...(passwd === undefined ? {} : { passwd }),
      ...(tag === undefined ? {} : { tag }),
      ...(now === undefined ? {} : { now }),
    }),
    fileFindings: findings,
    waste,
    gaps: [...gaps, ...catalogGaps],
  };
}

/** The tag in a name such as `registry:5000/shop:2.3.1@sha256:…`. */
function tagOf(name: string | undefined): string | undefined {
  const [named = ''] = name?.split('@') ?? [];
  const at = named.lastIndexOf(':');
  return at === -1 || named.includes('/', at) ? undefined : named.slice(at + 1);
}
