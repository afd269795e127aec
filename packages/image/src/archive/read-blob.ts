import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ImageError } from '../image-error.ts';
import type { Archive, Blob, Descriptor } from './archive.ts';

const digestForm = /^sha256:[0-9a-f]{64}$/;

/** Finds the blob of a descriptor and checks that it has the size it should. Undefined when it is not there. */
export async function findBlob(archive: Archive, descriptor: Descriptor): Promise<Blob | undefined> {
  const { digest, size } = descriptor;
  if (!digestForm.test(digest)) {
    throw new ImageError(
      'unsupported',
      `digest "${digest}"`,
      archive.path,
      'only sha256 digests are supported',
    );
  }
  const blob =
    archive.fetchBlob === undefined
      ? archive.find(`blobs/sha256/${digest.slice('sha256:'.length)}`)
      : await archive.fetchBlob(descriptor);
  if (blob !== undefined && blob.size !== size) {
    const what = `blob ${digest} has ${blob.size} bytes where the manifest says ${size}`;
    throw new ImageError('wrong-size', what, archive.path, 'save or copy the image again');
  }
  return blob;
}

/** Reads a small document whole and verifies its digest. `digest` undefined: nothing to compare with. */
export async function readBlob(
  archive: Archive,
  blob: Blob,
  digest: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const name = digest ?? blob.file;
  if (blob.size > maxBytes) {
    throw new ImageError(
      'too-large',
      `${name} has ${blob.size} bytes`,
      archive.path,
      `at most ${maxBytes} are read`,
    );
  }
  const bytes = await readAt(blob, 0, blob.size);
  if (bytes.length < blob.size) {
    throw new ImageError(
      'truncated-archive',
      `${name} is cut off`,
      archive.path,
      'save or copy the image again',
    );
  }
  if (digest !== undefined && sha256(bytes) !== digest) throw wrongDigest(archive, digest, sha256(bytes));
  return bytes;
}

export async function readAt(blob: Blob, offset: number, length: number): Promise<Buffer> {
  const handle = await open(blob.file, 'r');
  try {
    const wanted = Math.max(0, Math.min(length, blob.size - offset));
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(wanted), 0, wanted, blob.offset + offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export function streamBlob(blob: Blob): Readable {
  if (blob.size === 0) return Readable.from([]);
  const last = blob.offset + blob.size - 1;
  return createReadStream(blob.file, { start: blob.offset, end: last, highWaterMark: 256 * 1024 });
}

export function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function wrongDigest(archive: Archive, expected: string, actual: string): ImageError {
  const what = `blob ${expected} is damaged: its content has ${actual}`;
  return new ImageError('wrong-digest', what, archive.path, 'save or copy the image again');
}

export function missingBlob(archive: Archive, what: string): ImageError {
  return new ImageError(
    'missing-blob',
    `${what} is missing`,
    archive.path,
    'save the image again with all layers',
  );
}
