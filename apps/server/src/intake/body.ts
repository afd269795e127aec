import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { HttpError } from '../http/http-error.ts';

const inflate = promisify(gunzip);

/** Largest body after decompression, in bytes. */
const maxBytes = 64 * 1024 * 1024;

/**
 * The text of an intake body: gzip is recognised by its header or its first bytes.
 * @throws HttpError 400 for a damaged gzip, 413 past 64 MiB, 415 for another encoding
 */
export async function bodyBytes(body: unknown, encoding: string | undefined): Promise<Uint8Array> {
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new HttpError(400, 'empty-body', 'the body is empty: records are expected');
  }
  if (encoding !== undefined && encoding !== 'gzip' && encoding !== 'identity') {
    throw new HttpError(
      415,
      'unknown-encoding',
      `content-encoding "${encoding}" is not read: send gzip or none`,
    );
  }
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  if (!isGzip) {
    if (encoding === 'gzip')
      throw new HttpError(400, 'invalid-gzip', 'content-encoding says gzip, the body is not');
    return body;
  }
  try {
    return await inflate(body, { maxOutputLength: maxBytes });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new HttpError(
        413,
        'too-large',
        `the body is larger than ${maxBytes} bytes when decompressed: send smaller batches`,
      );
    }
    if (error instanceof Error && String(code).startsWith('Z_')) {
      throw new HttpError(
        400,
        'invalid-gzip',
        `the gzip body is damaged (${error.message}): nothing of it was kept`,
      );
    }
    throw error;
  }
}
