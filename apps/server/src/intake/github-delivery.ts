import type { IncomingHttpHeaders } from 'node:http';

const openBrace = 0x7b;
const closeBrace = 0x7d;
const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * The body of a GitHub delivery with what GitHub says in headers: `webhook_type`, `webhook_id` and when it
 * came. They come first, so that a body which names them itself has the last word. Bytes without these headers,
 * and bodies that are no object, stay as they are.
 */
export function githubDelivery(bytes: Uint8Array, headers: IncomingHttpHeaders, now: number): Uint8Array {
  const type = headers['x-github-event'];
  const start = bytes.findIndex((byte) => !blanks.has(byte));
  if (typeof type !== 'string' || bytes[start] !== openBrace) return bytes;
  const id = headers['x-github-delivery'];
  const said = JSON.stringify({
    webhook_type: type,
    ...(typeof id === 'string' ? { webhook_id: id } : {}),
    webhook_time: new Date(now).toISOString(),
  });
  const rest = bytes.subarray(start + 1);
  const isEmpty = rest[rest.findIndex((byte) => !blanks.has(byte))] === closeBrace;
  return Buffer.concat([Buffer.from(said.slice(0, -1)), Buffer.from(isEmpty ? '' : ','), rest]);
}
