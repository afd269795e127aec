import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBody, decodeHeader, encodeFrame, headerBytes } from './frame.ts';

const payloads = fc.array(fc.uint8Array({ maxLength: 50 }), { minLength: 1, maxLength: 20 });

function decode(bytes: Buffer) {
  const header = decodeHeader(bytes);
  return header && decodeBody(header, bytes.subarray(headerBytes, headerBytes + header.bodyBytes));
}

it('decodes to what was encoded', () => {
  fc.assert(
    fc.property(payloads, (batch) => {
      const decoded = decode(encodeFrame(batch));
      expect(decoded?.map((payload) => [...payload])).toEqual(batch.map((payload) => [...payload]));
    }),
  );
});

it('refuses a frame with any bit changed', () => {
  fc.assert(
    fc.property(payloads, fc.nat(), fc.nat(7), (batch, place, bit) => {
      const bytes = encodeFrame(batch);
      const index = place % bytes.byteLength;
      bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
      expect(decode(bytes)).toBeUndefined();
    }),
  );
});

it('reads noise without failing', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => void decode(Buffer.from(noise))));
});
