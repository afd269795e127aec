import { ImageError } from '@breakwater/image';
import { type ScannedImage, scanImage } from '@breakwater/sbom';
import { CommandError } from '../../exit-code.ts';
import type { ImageOptions } from './image-options.ts';

/** Reads an image; an unusable one is told to the person, not thrown as a fault of ours. */
export async function readImage(path: string, { platform, reference }: ImageOptions): Promise<ScannedImage> {
  try {
    return await scanImage(path, {
      ...(platform === undefined ? {} : { platform }),
      ...(reference === undefined ? {} : { reference }),
    });
  } catch (error) {
    if (error instanceof ImageError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}
