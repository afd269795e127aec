import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { StoreCorrupt, StoreMisuse } from '../errors.ts';

/** A secret at rest: AES-256-GCM, `v1.NONCE.TAG.CIPHERTEXT` in base64url. */
export type Sealed = string & { readonly sealed: unique symbol };

const keyBytes = 32;
const nonceBytes = 12;

/**
 * Encrypts a secret. `key` is 32 random bytes; `context` (such as `account:123456789012`) is bound to the
 * result, so that a sealed value moved to another record does not open.
 */
export function seal(secret: string, key: Uint8Array, context: string): Sealed {
  requireKey(key);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  const parts = [nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'));
  return `v1.${parts.join('.')}` as Sealed;
}

/** Decrypts what `seal` made. Throws StoreCorrupt when key, context or content are not those of `seal`. */
export function unseal(sealed: Sealed, key: Uint8Array, context: string): string {
  requireKey(key);
  const [version, nonce, tag, ciphertext, ...rest] = sealed.split('.');
  if (
    version !== 'v1' ||
    nonce === undefined ||
    tag === undefined ||
    ciphertext === undefined ||
    rest.length
  ) {
    throw new StoreCorrupt(`the sealed value of ${context} has an unknown form`);
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return decipher.update(Buffer.from(ciphertext, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new StoreCorrupt(`the sealed value of ${context} does not open with this key`, { cause });
  }
}

function requireKey(key: Uint8Array): void {
  if (key.byteLength !== keyBytes)
    throw new StoreMisuse(`a sealing key has ${keyBytes} bytes, not ${key.byteLength}`);
}
