import { type FileHandle, open } from 'node:fs/promises';
import { ImageError } from '../image-error.ts';
import { normalizePath } from '../layer/entry-path.ts';
import { TarError } from '../tar/tar-error.ts';
import { createTarReader, type TarReader } from '../tar/tar-reader.ts';
import type { Archive, Blob } from './archive.ts';

/** An archive of blobs holds few members; more than this is something else. */
const maxMembers = 100_000;
const readBytes = 64 * 1024;
const maxLinkHops = 16;

/** Walks the headers of a tar and remembers where each member lies; bodies are passed over by seeking. */
export async function openTar(path: string): Promise<Archive> {
  const blobs = new Map<string, Blob>();
  const links = new Map<string, string>();
  const reader = createTarReader({
    entry(entry, offset) {
      const name = normalizePath(entry.path);
      if (name === undefined) return undefined;
      if (blobs.size + links.size >= maxMembers) {
        throw new ImageError(
          'too-large',
          `more than ${maxMembers} members`,
          path,
          'check that it is an image',
        );
      }
      if (entry.type === 'file' && !entry.isSparse) blobs.set(name, { file: path, offset, size: entry.size });
      if (entry.type === 'symlink') links.set(name, linkTarget(name, entry.linkPath));
      if (entry.type === 'hard-link') links.set(name, entry.linkPath);
      return undefined;
    },
    file() {},
  });
  const handle = await open(path, 'r');
  try {
    await walk(handle, reader);
  } catch (error) {
    throw error instanceof TarError ? damaged(error, path, blobs.size) : error;
  } finally {
    await handle.close();
  }
  return { path, find: (name) => findMember(blobs, links, name) };
}

async function walk(handle: FileHandle, reader: TarReader): Promise<void> {
  const { size } = await handle.stat();
  const buffer = Buffer.alloc(readBytes);
  let position = 0;
  while (!reader.isAtEnd() && position < size) {
    const jump = Math.min(reader.skippable(), size - position);
    if (jump > 0) {
      reader.skip(jump);
      position += jump;
      continue;
    }
    const length = await readSome(handle, buffer, position);
    if (length === 0) break;
    position += feed(reader, buffer.subarray(0, length));
  }
  reader.end();
}

async function readSome(handle: FileHandle, buffer: Buffer, position: number): Promise<number> {
  // A header and what follows it closely: reading more would be thrown away at the next jump.
  const { bytesRead } = await handle.read(buffer, 0, 4096, position);
  return bytesRead;
}

/** Writes block by block, and stops as soon as the reader can jump. Returns the bytes used. */
function feed(reader: TarReader, bytes: Buffer): number {
  let used = 0;
  while (used < bytes.length && reader.skippable() === 0) {
    const step = Math.min(512, bytes.length - used);
    reader.write(bytes.subarray(used, used + step));
    used += step;
  }
  return used;
}

/** Old docker writes repeated layers as symbolic links to one another. */
function findMember(
  blobs: ReadonlyMap<string, Blob>,
  links: ReadonlyMap<string, string>,
  name: string,
): Blob | undefined {
  let at = name;
  for (let hop = 0; hop < maxLinkHops; hop += 1) {
    const blob = blobs.get(at);
    if (blob !== undefined) return blob;
    const target = normalizePath(links.get(at) ?? '');
    if (target === undefined || target === '') return undefined;
    at = target;
  }
  return undefined;
}

function linkTarget(name: string, target: string): string {
  if (target.startsWith('/')) return target;
  return name.includes('/') ? `${name.slice(0, name.lastIndexOf('/'))}/${target}` : target;
}

function damaged(error: TarError, path: string, membersSeen: number): ImageError {
  if (error.reason === 'corrupt' && membersSeen === 0 && error.offset === 0) {
    const remedy = 'give an OCI layout or a docker archive, as a tar or a folder';
    return new ImageError('not-an-image', 'is no tar', path, remedy, error);
  }
  const code = error.reason === 'truncated' ? 'truncated-archive' : 'corrupt-archive';
  const what = `the archive is ${error.reason} (${error.message})`;
  return new ImageError(code, what, path, 'save or copy the image again', error);
}
