import { readFile } from 'node:fs/promises';
import { type BaseIndex, indexBases, type KnownImage, knownImage } from '@breakwater/image';
import type { ImageReport } from '@breakwater/model';
import { CommandError } from '../../exit-code.ts';

const maxBytes = 512 * 1024 * 1024;

/** Images that the scanned one may be built on, from their reports. Throws CommandError with the file's name. */
export async function readBases(paths: readonly string[]): Promise<BaseIndex> {
  const known: KnownImage[] = [];
  for (const path of paths) known.push(await readBase(path));
  return indexBases(known);
}

async function readBase(path: string): Promise<KnownImage> {
  try {
    const content = await readFile(path, 'utf8');
    if (content.length > maxBytes) throw new Error(`is longer than ${maxBytes} characters`);
    const report = JSON.parse(content) as Partial<ImageReport> | null;
    const { digest, reference, layers } = report ?? {};
    const isReport =
      typeof digest === 'string' &&
      typeof reference === 'string' &&
      Array.isArray(layers) &&
      layers.every((layer: unknown) => isLayer(layer));
    if (!isReport) throw new Error('is no report of "image scan --json"');
    return knownImage(report as ImageReport);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isMissing = 'code' in error && error.code === 'ENOENT';
    throw new CommandError(`--base: ${path}: ${isMissing ? 'no such file' : error.message}`, {
      cause: error,
    });
  }
}

function isLayer(layer: unknown): boolean {
  return typeof layer === 'object' && layer !== null && 'diffId' in layer && typeof layer.diffId === 'string';
}
