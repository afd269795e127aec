import type { MessageKey } from '../../i18n/en.ts';

export interface SetupFields {
  readonly token: string;
  readonly username: string;
  readonly password: string;
  readonly repeat: string;
}

/** What the API asks of a password. */
export const minPasswordLength = 12;

/** What is wrong with each field; a field that is fine is absent. */
export function checkSetup(fields: SetupFields): Partial<Record<keyof SetupFields, MessageKey>> {
  const problems: Partial<Record<keyof SetupFields, MessageKey>> = {};
  if (fields.token.trim() === '') problems.token = 'setup.required';
  if (fields.username.trim() === '') problems.username = 'setup.required';
  if (fields.password.length < minPasswordLength) problems.password = 'setup.tooShort';
  if (fields.repeat !== fields.password) problems.repeat = 'setup.mismatch';
  return problems;
}
