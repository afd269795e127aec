import type { Judgement } from './secret-rule.ts';

/** Base64 characters that any key has at least; the smallest, of Ed25519 in PKCS 8, has 64. */
const minKeyCharacters = 60;

/** Whether key material follows the heading of a PEM block, and whether a passphrase protects it. */
export function judgePrivateKey(block: string): Judgement | undefined {
  const heading = /^-+ ?BEGIN ([A-Z0-9 ]*?)PRIVATE KEY/.exec(block)?.[1]?.trim();
  if (heading === undefined) return undefined;
  const body = block.slice(block.indexOf('KEY') + 3).split(/-{4,5} ?END /, 1)[0] ?? '';
  const isEncrypted =
    heading === 'ENCRYPTED' || /Proc-Type: ?4,ENCRYPTED|aes256-ctr|YWVzMjU2LWN0c/.test(body);
  if (countKeyCharacters(body) < minKeyCharacters) return undefined;
  return isEncrypted ? { severity: 'medium', remark: 'it is protected by a passphrase' } : {};
}

export function judgeEncodedKey(text: string): Judgement | undefined {
  return judgePrivateKey(Buffer.from(text, 'base64').toString('latin1'));
}

/** Lines of base64, also where line ends are written as `\n` in a string; prose and source code are none. */
function countKeyCharacters(body: string): number {
  let count = 0;
  for (const line of body.split(/\\r\\n|\\n|\\r|[\r\n"'`+,\\ \t]+/)) {
    if (/^[A-Za-z0-9+/]{16,}={0,2}$/.test(line)) count += line.length;
  }
  return count;
}
