import type { Judgement } from './secret-rule.ts';

/** Subjects and names that documentation puts into its tokens. */
const documented = /1234567890|John Doe|example/i;

/** A token whose header is one, that is signed, and that is no well-known sample. */
export function judgeJwt(token: string): Judgement | undefined {
  const [header = '', payload = ''] = token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('utf8'));
  const algorithm = /"alg"\s*:\s*"([A-Za-z0-9]+)"/.exec(header)?.[1];
  if (algorithm === undefined || algorithm.toLowerCase() === 'none' || documented.test(payload))
    return undefined;
  const isServiceAccount =
    payload.includes('"kubernetes.io/serviceaccount') || payload.includes('"kubernetes.io":');
  return isServiceAccount ? { severity: 'high', remark: 'it is that of a Kubernetes service account' } : {};
}
