import { judgeJwt } from '../jwt.ts';
import { judgeEncodedKey, judgePrivateKey } from '../private-key.ts';
import { prefixed, type SecretRule, shaped } from '../secret-rule.ts';

const replace = 'Replace the key pair; give the key to the task as a secret, not in the image.';

/** Private keys in every text form, and tokens that carry their own signature. */
export const keyRules: readonly SecretRule[] = [
  shaped(
    'private-key',
    'private key',
    'high',
    ['-----BEGIN ', '---- BEGIN '],
    /-{4,5} ?BEGIN [A-Z0-9 ]{0,33}PRIVATE KEY(?: BLOCK)? ?-{4,5}[\s\S]{1,500}/,
    {
      judge: judgePrivateKey,
      isNeverPlaceholder: true,
      shown: 0,
      remediation: replace,
    },
  ),
  shaped(
    'putty-private-key',
    'private key of PuTTY',
    'high',
    ['PuTTY-User-Key-File-'],
    /PuTTY-User-Key-File-[23]: [\s\S]{20,1000}Private-Lines: [0-9]/,
    { isNeverPlaceholder: true, shown: 0, remediation: replace },
  ),
  shaped(
    'encoded-private-key',
    'private key in base64',
    'high',
    ['LS0tLS1CRUdJTi'],
    /LS0tLS1CRUdJTi[A-Za-z0-9+/]{86,1100}/,
    { judge: judgeEncodedKey, isNeverPlaceholder: true, shown: 0, remediation: replace },
  ),
  prefixed('age-private-key', 'private key of age', 'high', 'AGE-SECRET-KEY-1', '[0-9A-Z]{58}', {
    shown: 16,
    remediation: replace,
  }),
  shaped(
    'wireguard-private-key',
    'private key of WireGuard',
    'high',
    ['PrivateKey', 'PresharedKey'],
    /(?:PrivateKey|PresharedKey)[ \t]{0,8}=[ \t]{0,8}([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)(?![A-Za-z0-9+/=])/,
    { minEntropy: 4, shown: 0, remediation: replace },
  ),
  shaped(
    'ssh1-private-key',
    'private key of SSH 1',
    'high',
    ['SSH PRIVATE KEY FILE FORMAT 1.'],
    /SSH PRIVATE KEY FILE FORMAT 1\.[0-9]/,
    { isNeverPlaceholder: true, shown: 0, remediation: replace },
  ),
  shaped(
    'jwt',
    'signed token (JWT)',
    'medium',
    ['eyJ'],
    /eyJ[A-Za-z0-9_-]{12,700}\.eyJ[A-Za-z0-9_-]{8,800}\.[A-Za-z0-9_-]{16,700}/,
    {
      judge: judgeJwt,
      shown: 3,
      remediation: 'Have its issuer revoke it, or wait until it expires.',
    },
  ),
];
