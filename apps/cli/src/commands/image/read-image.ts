import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ImageError, type LayerCache, openLayerCache } from '@breakwater/image';
import {
  SbomError,
  type ScannedImage,
  type ScanOptions,
  scanDirectory,
  scanImage,
  scanOpenedImage,
  scanSbom,
} from '@breakwater/sbom';
import { CommandError } from '../../exit-code.ts';
import { openProgress, type Progress } from '../../terminal/progress.ts';
import { cacheFolder } from '../advisories/cache-folder.ts';
import type { ImageOptions } from './image-options.ts';

interface ReadOptions extends ImageOptions {
  readonly vexAttestations?: boolean;
}

/** SBOMs of the largest images have some ten megabytes. */
const maxSbomBytes = 256 * 1024 * 1024;

/**
 * Reads what the argument means: `dir:PATH`, `sbom:FILE`, a path that exists, or else an image of a registry. An
 * unusable one is told to the person, not thrown as a fault of ours.
 */
export async function readImage(image: string, options: ReadOptions): Promise<ScannedImage> {
  const progress = openProgress();
  try {
    return await read(image, options, progress);
  } catch (error) {
    if (error instanceof ImageError) throw new CommandError(error.message, { cause: error });
    throw error;
  } finally {
    progress.clear();
  }
}

async function read(image: string, options: ReadOptions, progress: Progress): Promise<ScannedImage> {
  const { platform, reference } = options;
  const cache = layerCacheOf(options);
  const scanOptions: ScanOptions = {
    ...(cache === undefined ? {} : { cache }),
    now: new Date(),
    readsAttestations: options.vexAttestations === true,
    onProgress: ({ layer, layers, bytes }) =>
      progress.show(`reading layer ${layer} of ${layers}: ${(bytes / 1e6).toFixed(1)} MB`),
  };
  if (image.startsWith('dir:')) return scanDirectory(image.slice('dir:'.length));
  if (image.startsWith('sbom:')) return readSbomFile(image.slice('sbom:'.length));
  if (existsSync(image) || looksLikePath(image)) {
    return scanImage(image, {
      ...scanOptions,
      ...(platform === undefined ? {} : { platform }),
      ...(reference === undefined ? {} : { reference }),
    });
  }
  const { openFromRegistry } = await import('./open-from-registry.ts');
  return scanOpenedImage(await openFromRegistry(image, options, progress), scanOptions);
}

function layerCacheOf({ cache, cacheDir }: ImageOptions): LayerCache | undefined {
  if (cache !== true) return undefined;
  return openLayerCache(join(cacheDir ?? cacheFolder(process.env), 'layers'), {
    now: new Date(),
    onProblem: (problem) => process.stderr.write(`breakwater: layers are not kept: ${problem}\n`),
  });
}

async function readSbomFile(file: string): Promise<ScannedImage> {
  const unreadable = (error: NodeJS.ErrnoException) =>
    new CommandError(`${file}: cannot be read (${error.code}); check the path`, { cause: error });
  const { size } = await stat(file).catch((error) => Promise.reject(unreadable(error)));
  if (size > maxSbomBytes) {
    throw new CommandError(`${file}: has ${size} bytes; SBOMs above ${maxSbomBytes} bytes are not read`);
  }
  const content = await readFile(file).catch((error) => Promise.reject(unreadable(error)));
  try {
    return scanSbom(content);
  } catch (error) {
    if (error instanceof SbomError) throw new CommandError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** A file that is missing is told as missing, not looked for in a registry. */
function looksLikePath(image: string): boolean {
  return /^[./~]|\.(?:tar|tgz|oci|gz)$/.test(image);
}
