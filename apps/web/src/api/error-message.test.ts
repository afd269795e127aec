import { ApiError } from '@breakwater/api';
import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en.ts';
import { translator } from '../i18n/i18n.tsx';
import { errorMessage, formProblems } from './error-message.ts';

const { t } = translator('en', en);

function refusal(status: number, code: string, details: { path: string; message: string }[] = []): ApiError {
  return new ApiError(status, { error: { code, message: `server says ${code}`, details } });
}

describe('errorMessage', () => {
  it.each([
    [refusal(403, 'forbidden'), 'Your role does not allow this.'],
    [refusal(403, 'wrong-password'), 'The current password is wrong.'],
    [refusal(400, 'connection-failed'), 'server says connection-failed'],
    [refusal(429, 'too-many-attempts'), 'Too many requests. Wait a moment and try again.'],
    [refusal(400, 'invalid-request', [{ path: 'body.name', message: 'too long' }]), 'name: too long'],
    [new Error('plain'), 'plain'],
  ])('%s', (error, text) => expect(errorMessage(error, t)).toBe(text));
});

describe('formProblems', () => {
  const fields = ['name', 'regions', 'credentials.roleArn'];

  it('puts each problem at its field and nothing at the end', () => {
    const error = refusal(400, 'invalid-request', [
      { path: 'body.credentials.roleArn', message: 'not an ARN' },
      { path: 'body.regions.1', message: 'not a region' },
    ]);
    const problems = formProblems(error, fields, t);
    expect([problems.at('credentials.roleArn'), problems.at('regions'), problems.at('name')]).toEqual([
      'not an ARN',
      'not a region',
      undefined,
    ]);
    expect(problems.form).toBeUndefined();
  });

  it('says at the end what no field shows', () => {
    const error = refusal(400, 'invalid-request', [{ path: 'body.other', message: 'wrong' }]);
    expect(formProblems(error, fields, t).form).toBe('other: wrong');
  });

  it('knows codes that have one field as their cause', () => {
    const problems = formProblems(refusal(409, 'conflict'), fields, t, { conflict: 'name' });
    expect(problems.at('name')).toBe('This name is taken already.');
    expect(problems.form).toBeUndefined();
  });
});
