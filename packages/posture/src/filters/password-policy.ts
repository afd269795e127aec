import { checkKeys, each, type FilterType } from '../filter.ts';
import { property } from '../json.ts';
import { compileValue, valueKeys } from './value.ts';

/** A value filter on the account's password policy; an account without one has `PasswordPolicyConfigured: false`. */
export const passwordPolicy: FilterType = {
  name: 'password-policy',
  resourceTypes: ['aws.account'],
  compile: (filter, context) => {
    checkKeys(filter, valueKeys, context);
    const matches = compileValue(filter, context);
    return each((_account, evaluation) => {
      const answer = evaluation.call?.('iam.get_account_password_policy', {}) ?? null;
      const policy = property(answer, 'PasswordPolicy');
      const found = policy === null ? {} : policy;
      return matches({ ...(found as object), PasswordPolicyConfigured: policy !== null }, evaluation);
    });
  },
};
