import { existsSync } from 'node:fs';
import { ImageError } from '@breakwater/image';
import { type ScannedImage, scanDirectory, scanImage, scanOpenedImage } from '@breakwater/sbom';
import { CommandError } from '../../exit-code.ts';
import type { ImageOptions } from './image-options.ts';

/**
 * Reads what the argument means: `dir:PATH`, a path that exists, or else an image of a registry. An unusable one is told to the
 * person, not thrown as a fault of ours.
 */
export async function readImage(image: string, options: ImageOptions): Promise<ScannedImage> {
  try {
    return await read(image, options);
  } catch (error) {
    if (error instanceof ImageError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

async function read(image: string, options: ImageOptions): Promise<ScannedImage> {
  const { platform, reference } = options;
  if (image.startsWith('dir:')) return scanDirectory(image.slice('dir:'.length));
  if (existsSync(image) || looksLikePath(image)) {
    return scanImage(image, {
      ...(platform === undefined ? {} : { platform }),
      ...(reference === undefined ? {} : { reference }),
    });
  }
  const { openFromRegistry } = await import('./open-from-registry.ts');
  return scanOpenedImage(await openFromRegistry(image, options));
}

/** A file that is missing is told as missing, not looked for in a registry. */
function looksLikePath(image: string): boolean {
  return /^[./~]|\.(?:tar|tgz|oci|gz)$/.test(image);
}
