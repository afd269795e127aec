import { createHash } from 'node:crypto';
import type { Archive, Blob } from '../archive/archive.ts';
import { readAt, streamBlob, wrongDigest } from '../archive/read-blob.ts';
import type { GapLog } from '../gap-log.ts';
import { ImageError } from '../image-error.ts';
import type { ImageLimits } from '../limits.ts';
import type { LayerSource } from '../opened-image.ts';
import type { TarEntry } from '../tar/tar-entry.ts';
import { TarError } from '../tar/tar-error.ts';
import { type AcceptsHead, createTarReader } from '../tar/tar-reader.ts';
import { decompress, magicBytes } from './compression.ts';
import type { Condenser, Keeping } from './condenser.ts';
import { DecompressionError } from './decompression-error.ts';
import { normalizePath } from './entry-path.ts';
import { hashBytes } from './hashing-source.ts';
import type { FileBody, LayerEntry } from './layer-entry.ts';

/** What the layers of an image may still use; shared by all of them. */
export interface Budget {
  bytes: number;
  entries: number;
  contentBytes: number;
}

/** Decides what is kept of a file's content while the layer goes by; undefined for nothing. */
export type KeepBody = (path: string, entry: TarEntry, ordinal: number) => Keeping | undefined;

export interface LayerReading {
  readonly archive: Archive;
  readonly limits: ImageLimits;
  readonly budget: Budget;
  readonly gaps: GapLog;
  readonly keepBody: KeepBody;
  readonly signal: AbortSignal | undefined;
}

export interface LayerContent {
  readonly entries: readonly LayerEntry[];
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
  source: LayerSource & { readonly blob: Blob },
  index: number,
  reading: LayerReading,
): Promise<LayerContent> {
  const where = `${reading.archive.path}: layer ${index} (${source.digest ?? source.diffId})`;
  const magic = await readAt(source.blob, 0, magicBytes);
  const stored = streamBlob(source.blob);
  const storedBytes = hashBytes(stored);
  const collected = collectEntries(index, reading);
  const contentHash = createHash('sha256');
  let size = 0;
  let stop: string | undefined;
  let damage: unknown;
  try {
    for await (const chunk of decompress(magic, storedBytes, where)) {
      reading.signal?.throwIfAborted();
      size += chunk.length;
      reading.budget.bytes -= chunk.length;
      stop = limitHit(size, source.blob.size, reading);
      if (stop !== undefined) break;
      contentHash.update(chunk);
      collected.reader.write(chunk);
    }
    stop ??= limitHit(size, source.blob.size, reading);
    if (stop === undefined) collected.reader.end();
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
    return { entries: collected.entries, digest, uncompressedSize: size, isComplete: false };
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
  return { entries: collected.entries, digest, uncompressedSize: size, isComplete: true };
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

function collectEntries(layer: number, reading: LayerReading) {
  const { limits, budget, gaps } = reading;
  const entries: LayerEntry[] = [];
  let ordinal = -1;
  let current: FileBody | undefined;
  let condenser: Condenser | undefined;
  const reader = createTarReader({
    entry(entry) {
      ordinal += 1;
      budget.entries -= 1;
      if (budget.entries < 0) return false;
      const path = normalizePath(entry.path);
      const refusal =
        path === undefined ? 'leads out of the image' : pathRefusal(path, entry.linkPath, limits);
      if (path === undefined || refusal !== undefined) {
        gaps.add(`${JSON.stringify(entry.path.slice(0, 200))} in layer ${layer}`, `path ${refusal}`);
        return false;
      }
      if (path === '') return false;
      const { type, mode, size, linkPath, isSparse } = entry;
      condenser = undefined;
      current = type === 'file' ? { layer, ordinal, size, isSparse, content: undefined } : undefined;
      entries.push({ path, type, mode, size, linkPath, body: current });
      if (current === undefined || isSparse) return false;
      const keeping = reading.keepBody(path, entry, ordinal);
      if (keeping === undefined) return false;
      if (keeping !== 'whole') return condense(keeping, current);
      if (size > limits.maxFileBytes || size > budget.contentBytes) return false;
      budget.contentBytes -= size;
      return true;
    },
    file(entry, content) {
      if (current === undefined) return;
      if (condenser === undefined) {
        current.content = content;
        return;
      }
      const kept = condenser.condense(content, normalizePath(entry.path) ?? '');
      if (kept === undefined) current.isDeclined = true;
      else if (kept.length <= budget.contentBytes) {
        budget.contentBytes -= kept.length;
        current.content = kept;
        current.condensedBy = condenser.name;
      }
    },
  });

  /** Takes the condenser of the body's kind, known by its first bytes. */
  function condense(candidates: readonly Condenser[], body: FileBody): AcceptsHead {
    return (head) => {
      condenser = candidates.find(({ isKind }) => isKind(head));
      if (condenser === undefined) body.isDeclined = true;
      return condenser !== undefined && body.size <= limits.maxCondensedFileBytes;
    };
  }
  return { reader, entries };
}

function pathRefusal(path: string, linkPath: string, limits: ImageLimits): string | undefined {
  if (path.length > limits.maxPathBytes || linkPath.length > limits.maxPathBytes) {
    return `longer than ${limits.maxPathBytes} characters`;
  }
  if (path.split('/').length > limits.maxPathDepth) return `deeper than ${limits.maxPathDepth} folders`;
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
