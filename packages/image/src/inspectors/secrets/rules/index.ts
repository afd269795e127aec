import type { SecretRule } from '../secret-rule.ts';
import { cloudRules } from './cloud.ts';
import { connectionRules } from './connections.ts';
import { developmentRules } from './development.ts';
import { keyRules } from './keys.ts';
import { serviceRules } from './services.ts';

/** Every form that is known. Where two take the same text, the first in this order says what it is. */
export const secretRules: readonly SecretRule[] = [
  ...cloudRules,
  ...developmentRules,
  ...serviceRules,
  ...keyRules,
  ...connectionRules,
];
