import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, decodeTexts } from './text.ts';

const decoder = new TextDecoder();

function expected(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  return decoder.decode(nul < 0 ? bytes : bytes.subarray(0, nul));
}

test('any bytes are the text up to their first NUL, the first time and again', () => {
  const ascii = fc.array(fc.integer({ min: 0, max: 127 }), { maxLength: 200 });
  const any = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 200 });
  fc.assert(
    fc.property(fc.oneof(ascii, any), fc.nat(20), (values, offset) => {
      const bytes = Uint8Array.from(values);
      const around = Buffer.concat([Buffer.alloc(offset, 'x'), bytes, Buffer.from('y')]);
      const text = expected(bytes);
      expect(decodeText(around, offset, bytes.length)).toBe(text);
      expect(decodeText(around, offset, bytes.length)).toBe(text);
    }),
  );
});

test('more texts than are kept', () => {
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < 50_000; index += 1) {
      const bytes = Buffer.from(`/proc/${index}/status\0`);
      if (decodeText(bytes, 0, bytes.length) !== `/proc/${index}/status`) expect.fail(String(index));
    }
  }
});

test('one text after the other', () => {
  const bytes = Buffer.from('sh\0-c\0\0last');
  expect(decodeTexts(bytes, 0, bytes.length)).toEqual(['sh', '-c', '', 'last']);
});
