import { describe, expect, test } from 'vitest';
import { explainFailure, failureKind } from './failure.ts';

function failure(name: string, status = 400): Error {
  return Object.assign(new Error(`${name} was said`), { name, $metadata: { httpStatusCode: status } });
}

describe('failureKind', () => {
  test.each([
    ['AccessDenied', 403, 'denied'],
    ['AccessDeniedException', 400, 'denied'],
    ['UnauthorizedOperation', 403, 'denied'],
    ['SomethingNew', 403, 'denied'],
    ['ThrottlingException', 400, 'throttled'],
    ['RequestLimitExceeded', 503, 'throttled'],
    ['SlowDown', 503, 'throttled'],
    ['SomethingNew', 429, 'throttled'],
    ['OptInRequired', 403, 'disabled'],
    ['UnrecognizedClientException', 400, 'disabled'],
    ['AuthFailure', 401, 'disabled'],
    ['ClusterNotFoundException', 400, 'gone'],
    ['InvalidVpcID.NotFound', 400, 'gone'],
    ['NoSuchBucket', 404, 'gone'],
    ['NoSuchEntityException', 404, 'gone'],
    ['NoSuchBucketPolicy', 404, 'failed'],
    ['InternalError', 500, 'failed'],
    ['TimeoutError', 400, 'failed'],
  ])('%s with HTTP %i is %s', (name, status, kind) => {
    expect(failureKind(failure(name, status))).toBe(kind);
  });

  test.each([['text'], [null], [undefined], [42], [{}]])('what is no error (%j) failed', (thrown) => {
    expect(failureKind(thrown)).toBe('failed');
  });
});

test('an explanation names the right and what AWS said, within bounds', () => {
  const text = explainFailure(failure('AccessDenied'), 's3:GetBucketPolicy');
  expect(text).toBe(
    's3:GetBucketPolicy is denied; grant it to the role or user that reads the account (AccessDenied: AccessDenied was said)',
  );
  const long = Object.assign(new Error('x'.repeat(10_000)), { name: 'InternalError' });
  expect(explainFailure(long, 'ec2:DescribeVpcs').length).toBeLessThan(600);
});
