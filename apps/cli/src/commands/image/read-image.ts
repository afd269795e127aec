import { ImageError } from '@breakwater/image';
import { type ScannedImage, scanImage } from '@breakwater/sbom';
import type { Command } from 'commander';
import { CommandError } from '../../exit-code.ts';

export interface ImageOptions {
  readonly platform?: string;
  readonly reference?: string;
}

/** Options that choose one image where a path holds several. */
export function addImageOptions(command: Command): Command {
  return command
    .option('--platform <os/arch>', 'which image of several (default: linux/amd64)')
    .option('--reference <name>', 'tag or name of the image wanted, where the path holds several');
}

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
