import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoreCorrupt, StoreMisuse } from '../errors.ts';
import { type Sealed, seal, unseal } from './seal.ts';

const key = randomBytes(32);
const context = 'account:123456789012';

describe('seal', () => {
  it('opens to what was sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
        expect(unseal(seal(secret, key, context), key, context)).toBe(secret);
      }),
    );
  });

  it('shows nothing of the secret and differs each time', () => {
    const sealed = seal('AKIAIOSFODNN7EXAMPLE', key, context);
    expect(sealed).not.toContain('AKIA');
    expect(seal('AKIAIOSFODNN7EXAMPLE', key, context)).not.toBe(sealed);
  });

  const sealed = seal('secret', key, context);
  const [, nonce, tag, ciphertext] = sealed.split('.');
  it.each([
    ['another key', sealed, randomBytes(32), context],
    ['another record', sealed, key, 'account:2'],
    ['changed text', `v1.${nonce}.${tag}.AAAA${ciphertext}`, key, context],
    ['a short tag', `v1.${nonce}.${tag?.slice(0, 6)}.${ciphertext}`, key, context],
    ['another version', sealed.replace('v1', 'v2'), key, context],
    ['plain text', 'secret', key, context],
    ['nothing', '', key, context],
  ])('does not open with %s', (_title, text, usedKey, usedContext) => {
    expect(() => unseal(text as Sealed, usedKey, usedContext)).toThrow(StoreCorrupt);
  });

  it('refuses a key of another length', () => {
    expect(() => seal('x', randomBytes(16), context)).toThrow(StoreMisuse);
  });
});
