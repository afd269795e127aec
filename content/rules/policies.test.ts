import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, loadRules } from '@breakwater/rules';
import { findSource, sources } from '@breakwater/sources';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const files = ['aws-cloudtrail.yaml', 'aws-data.yaml', 'aws-identity.yaml'].map((name) => ({
  name,
  text: readFileSync(join(import.meta.dirname, name), 'utf8'),
}));
const { ruleset } = loadRules(files, { sources });
if (ruleset === undefined) throw new Error('the rules did not load');
const engine = createEngine(ruleset, { ruleMatching: 'all' });

function firedOn(service: string, name: string, request: object): ReadonlySet<string> {
  const record = {
    eventTime: '2026-03-02T09:30:00Z',
    eventType: 'AwsApiCall',
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    userIdentity: { type: 'IAMUser', userName: 'ada' },
    recipientAccountId: '111122223333',
    requestParameters: request,
  };
  const events = findSource('aws_cloudtrail')?.parse(JSON.stringify(record)).events ?? [];
  return new Set(events.flatMap((event) => engine.evaluate(event).map((one) => one.rule)));
}

type Statement = Readonly<Record<string, unknown>>;

const ours = 'arn:aws:iam::111122223333:root';
const everybody: readonly unknown[] = ['*', { AWS: '*' }, { AWS: ['*'] }, { AWS: [ours, '*'] }];
const somebody = [{ AWS: ours }, { AWS: [ours] }, { Service: 'sns.amazonaws.com' }];
const effect = fc.constantFrom('Allow', 'Deny');
const condition = fc.option(fc.constant({ Bool: { 'aws:SecureTransport': 'true' } }), { nil: undefined });
const some = (...values: readonly (string | readonly string[])[]) => fc.constantFrom(...values);

const ofResource = fc.record({
  Effect: effect,
  Principal: fc.constantFrom(...everybody, ...somebody),
  Action: some('s3:GetObject', ['s3:*', 's3:GetObject']),
  Resource: some('*', 'arn:aws:s3:::b/*'),
  Condition: condition,
});
const ofIdentity = fc.record({
  Effect: effect,
  Action: some('*', ['*'], 's3:*', ['s3:Get*', 'ec2:*'], ['s3:Get*', '*']),
  Resource: some('*', ['*'], 'arn:aws:s3:::b/*', ['arn:aws:s3:::b', '*']),
  Condition: condition,
});

/** A few statements; the keys of each come in any order, for the rules read text. */
function policies(statement: fc.Arbitrary<Statement>): fc.Arbitrary<readonly Statement[]> {
  const shuffled = statement.chain((one) => {
    const keys = Object.keys(one).filter((key) => one[key] !== undefined);
    return fc
      .shuffledSubarray(keys, { minLength: keys.length })
      .map((order): Statement => Object.fromEntries(order.map((key) => [key, one[key]])));
  });
  return fc.array(shuffled, { minLength: 1, maxLength: 4 });
}

function hasStar(value: unknown): boolean {
  return value === '*' || (Array.isArray(value) && value.includes('*'));
}

const isFree = (one: Statement) => one.Effect === 'Allow' && one.Condition === undefined;

test('a policy is open to everybody when one of its statements is', () => {
  fc.assert(
    fc.property(policies(ofResource), fc.constantFrom(0, 2), (statements, indent) => {
      const isOpen = statements.some((one) => isFree(one) && everybody.includes(one.Principal));
      const policy = { Version: '2012-10-17', Statement: statements };
      const bucket = firedOn('s3', 'PutBucketPolicy', { bucketName: 'b', bucketPolicy: policy });
      expect(bucket.has('Bucket policy opened to everybody')).toBe(isOpen);
      const text = JSON.stringify(policy, null, indent);
      const topic = firedOn('sns', 'SetTopicAttributes', { attributeName: 'Policy', attributeValue: text });
      expect(topic.has('Resource policy opened to everybody')).toBe(isOpen);
    }),
  );
}, 60_000);

test('a policy allows everything when one of its statements does', () => {
  fc.assert(
    fc.property(policies(ofIdentity), fc.constantFrom(0, 2), (statements, indent) => {
      const isTotal = statements.some((one) => isFree(one) && hasStar(one.Action) && hasStar(one.Resource));
      const text = JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, indent);
      const fired = firedOn('iam', 'PutRolePolicy', { roleName: 'r', policyName: 'p', policyDocument: text });
      expect(fired.has('Policy allows everything')).toBe(isTotal);
    }),
  );
}, 60_000);
