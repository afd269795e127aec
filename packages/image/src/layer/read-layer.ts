import { createHash } from 'node:crypto';
import type { Archive, Blob } from '../archive/archive.ts';
import { readAt, streamBlob, wrongDigest } from '../archive/read-blob.ts';
import type { GapLog } from '../gap-log.ts';
import { ImageError } from '../image-error.ts';
import type { LayerSource } from '../opened-image.ts';
import { TarError } from '../tar/tar-error.ts';
import { collectMembers, type LayerMembers, type MemberCollection } from './collect-members.ts';
import { decompress, magicBytes } from './compression.ts';
import { DecompressionError } from './decompression-error.ts';
import { hashBytes } from './hashing-source.ts';

export interface LayerReading extends MemberCollection {
  readonly archive: Archive;
  readonly gaps: GapLog;
  readonly signal: AbortSignal | undefined;
  /** Told of the uncompressed bytes so far. */
  readonly onBytes?: (bytes: number) => void;
}

export interface LayerContent extends LayerMembers {
  readonly digest: string;
  readonly uncompressedSize: number;
  /** False when a limit stopped the reading; then nothing above this layer can be trusted to be complete. */
  readonly isComplete: boolean;
}

/**
 * Reads a layer once, start to end: decompresses, lists its members, keeps wanted contents, and verifies both
 * digests. Throws ImageError for a damaged layer; a limit that bites stops the reading and is reported as a gap.
 */
export async function readLayer(
  source: LayerSource,
  blob: Blob,
  index: number,
  reading: LayerReading,
): Promise<LayerContent> {
  const where = `${reading.archive.path}: layer ${index} (${source.digest ?? source.diffId})`;
  const magic = await readAt(blob, 0, magicBytes);
  const stored = streamBlob(blob);
  const storedBytes = hashBytes(stored);
  const { reader, members } = collectMembers(index, reading);
  const contentHash = createHash('sha256');
  let size = 0;
  let stop: string | undefined;
  let damage: unknown;
  try {
    for await (const chunk of decompress(magic, storedBytes, where)) {
      reading.signal?.throwIfAborted();
      size += chunk.length;
      reading.budget.bytes -= chunk.length;
      reading.onBytes?.(size);
      stop = limitHit(size, blob.size, reading);
      if (stop !== undefined) break;
      contentHash.update(chunk);
      reader.write(chunk);
    }
    stop ??= limitHit(size, blob.size, reading);
    if (stop === undefined) reader.end();
  } catch (error) {
    damage = error;
  }
  try {
    reading.signal?.throwIfAborted();
    if (stop === undefined) await storedBytes.drain();
  } catch (error) {
    if (reading.signal?.aborted === true) throw error;
    throw new ImageError('corrupt-archive', 'cannot be read', where, 'check the disk', error);
  } finally {
    stored.destroy();
  }

  if (stop !== undefined) {
    reading.gaps.add(
      `layer ${index} (${source.diffId})`,
      `${stop}; the rest of it and all layers above are not examined`,
    );
    const digest = source.digest ?? source.diffId;
    return { ...members(), digest, uncompressedSize: size, isComplete: false };
  }
  const digest = storedBytes.digest();
  if (source.digest !== undefined && digest !== source.digest)
    throw wrongDigest(reading.archive, source.digest, digest);
  if (damage !== undefined) throw damagedLayer(damage, where);
  const diffId = `sha256:${contentHash.digest('hex')}`;
  if (diffId !== source.diffId) {
    const what = `its content is ${diffId}, but the configuration says ${source.diffId}`;
    throw new ImageError('wrong-diff-id', what, where, 'do not trust this image; build or pull it again');
  }
  return { ...members(), digest, uncompressedSize: size, isComplete: true };
}

function limitHit(size: number, storedSize: number, reading: LayerReading): string | undefined {
  const { budget, limits } = reading;
  if (budget.bytes < 0) return `more than ${limits.maxTotalBytes} bytes uncompressed`;
  if (budget.entries < 0) return `more than ${limits.maxEntries} files`;
  if (size > limits.ratioFloorBytes && size > storedSize * limits.maxRatio) {
    return `compressed more than ${limits.maxRatio} to 1, as a decompression bomb is`;
  }
  return undefined;
}

function damagedLayer(error: unknown, where: string): ImageError {
  const remedy = 'save or pull the image again';
  if (error instanceof TarError) {
    const code = error.reason === 'truncated' ? 'truncated-layer' : 'corrupt-layer';
    return new ImageError(code, `its tar is ${error.reason} (${error.message})`, where, remedy, error);
  }
  if (error instanceof ImageError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (isTruncation(error)) {
    return new ImageError(
      'truncated-layer',
      `its compressed data stops early (${message})`,
      where,
      remedy,
      error,
    );
  }
  return new ImageError('corrupt-layer', `cannot be decompressed (${message})`, where, remedy, error);
}

/** zlib reports the end of its input as an error of its buffer. */
function isTruncation(error: unknown): boolean {
  if (error instanceof DecompressionError) return error.reason === 'truncated';
  return (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
}
