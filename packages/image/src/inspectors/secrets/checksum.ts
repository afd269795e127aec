import { crc32 } from 'node:zlib';
import type { Judgement } from './secret-rule.ts';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumLength = 6;

/**
 * Tokens of GitHub and npm end in the CRC32 of what stands between prefix and checksum, in base 62. One that is wrong was made up,
 * or altered: it is told all the same, as of low severity.
 */
export function judgeChecksum(token: string): Judgement {
  const body = token.slice(token.indexOf('_') + 1);
  const isRight = checksumOf(body.slice(0, -checksumLength)) === body.slice(-checksumLength);
  return isRight
    ? { remark: 'its checksum is right' }
    : { severity: 'low', remark: 'its checksum is wrong, so it is not a working one' };
}

/** The six digits that end a token with this random part. */
export function checksumOf(random: string): string {
  let rest = crc32(random);
  let text = '';
  while (text.length < checksumLength) {
    text = digits.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
