import type { Judgement } from './secret-rule.ts';

/** `auth` of Docker's configuration is base64 of `user:password`; anything else is some other program's field of that name. */
export function judgeDockerAuth(auth: string): Judgement | undefined {
  const text = Buffer.from(auth, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  const password = colon < 1 ? '' : text.slice(colon + 1);
  return password.length >= 3 && /^[\x20-\x7e]+$/.test(text) ? {} : undefined;
}
