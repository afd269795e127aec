import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferStandIn } from './buffer-stand-in.ts';
import { createHash as standIn } from './crypto-stand-in.ts';

describe('what stands in for Node in the worker', () => {
  it('hashes as Node does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const expected = createHash('sha256').update(text).digest('hex');
        expect(standIn('sha256').update(text).digest('hex')).toBe(expected);
      }),
    );
  });

  it.each(['utf8', 'latin1', 'hex'] as const)('reads and writes %s as Node does', (encoding) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes).toString(encoding);
        expect(BufferStandIn.from(bytes).toString(encoding)).toBe(text);
        expect([...BufferStandIn.from(text, encoding)]).toEqual([...Buffer.from(text, encoding)]);
        expect(BufferStandIn.byteLength(text, encoding)).toBe(Buffer.byteLength(text, encoding));
      }),
    );
  });

  it('reads base64 without its padding', () => {
    expect(BufferStandIn.from('aGk', 'base64').toString()).toBe('hi');
  });

  it('cuts and joins', () => {
    const joined = BufferStandIn.concat([BufferStandIn.from('ab'), BufferStandIn.from([0x63])]);
    expect(joined.subarray(1).toString()).toBe('bc');
  });
});
