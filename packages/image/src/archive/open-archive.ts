import { open, stat } from 'node:fs/promises';
import { ImageError } from '../image-error.ts';
import type { Archive } from './archive.ts';
import { openDirectory } from './directory-archive.ts';
import { openTar } from './tar-archive.ts';

/** Opens a folder or a tar, whichever the path is. */
export async function openArchive(path: string): Promise<Archive> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new ImageError('not-found', 'no such file', path, 'check the path', error);
    throw new ImageError('not-found', `cannot be read (${error.code})`, path, 'check its permissions', error);
  });
  if (stats.isDirectory()) return openDirectory(path);
  if (!stats.isFile()) {
    throw new ImageError('not-an-image', 'is neither a file nor a folder', path, 'give an image archive');
  }
  if (await isGzip(path)) {
    throw new ImageError(
      'unsupported',
      'the archive is compressed as a whole',
      path,
      'decompress it with gunzip',
    );
  }
  return openTar(path);
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE(0) === 0x1f8b;
  } finally {
    await handle.close();
  }
}
