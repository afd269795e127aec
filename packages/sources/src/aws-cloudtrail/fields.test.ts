import { expect, test } from 'vitest';
import { cloudTrailFields } from './fields.ts';

const head = { eventTime: '2026-03-02T09:30:00Z', eventType: 'AwsApiCall' };

function read(field: string, record: object): unknown {
  const found = cloudTrailFields.find(({ name }) => name === field);
  if (found === undefined) throw new Error(`there is no field ${field}`);
  return found.extract({
    source: 'aws_cloudtrail',
    type: 'pluginevent',
    time: 0n,
    id: '1',
    record: { ...head, ...record },
  });
}

const user = { userIdentity: { type: 'IAMUser', userName: 'ada' } };
const call = { ...user, sourceIPAddress: '192.0.2.1', eventName: 'Do' };
const instance = (...tags: readonly object[]) => ({ resourceType: 'instance', tags });
const name = (value: unknown) => ({ key: 'Name', value });
const sets = (...items: readonly object[]) => ({ requestParameters: { tagSpecificationSet: { items } } });
const bucket = (parameters: object) => ({ requestParameters: parameters });
const bytes = (data: object) => ({ additionalEventData: data });

test.each<[field: string, record: object, expected: unknown]>([
  ['s3.uri', bucket({ bucketName: 'b', key: 'k' }), 's3://b/k'],
  ['s3.uri', bucket({ bucketName: 'b', key: '' }), 's3://b/'],
  ['s3.uri', bucket({ bucketName: 'b', key: null }), undefined],
  ['s3.uri', bucket({ bucketName: 5, key: 'k' }), undefined],
  ['s3.bucket', bucket({ bucketName: 5 }), ''],
  ['s3.bytes', {}, undefined],
  ['s3.bytes', bytes({ bytesTransferredIn: 3.7, bytesTransferredOut: 4 }), 7],
  ['s3.bytes', bytes({ bytesTransferredOut: 'many' }), 0],
  ['s3.bytes.in', bytes({ bytesTransferredIn: null }), 0],
  ['s3.bytes.out', bytes({ bytesTransferredIn: 3 }), undefined],
  ['s3.cnt.get', { eventName: 'GetObject' }, 1],
  ['s3.cnt.get', { eventName: 'PutObject' }, undefined],
  ['s3.cnt.put', { eventName: 'PutObject' }, 1],
  ['s3.cnt.other', { eventName: 'GetObject' }, undefined],
  ['s3.cnt.other', { eventName: 'RunTask' }, 1],
  ['s3.cnt.other', {}, 1],
  ['ec2.name', sets(instance(name('a'))), 'a'],
  ['ec2.name', sets(instance(name('a')), instance(name('b'))), 'b'],
  ['ec2.name', sets(instance(name('a')), instance({ key: 'env', value: 'x' })), 'a'],
  ['ec2.name', sets(instance(name('a'), name('b'))), 'a'],
  ['ec2.name', sets(instance(name('a')), { resourceType: 'volume', tags: [name('v')] }), 'a'],
  ['ec2.name', sets(instance(name('a')), instance(name(''))), undefined],
  ['ec2.name', sets(instance(name(5))), undefined],
  ['ec2.name', sets(), undefined],
  ['ct.info', call, 'ada via 192.0.2.1 ← Do'],
  ['ct.info', { ...call, readOnly: false }, 'ada via 192.0.2.1 → Do'],
  ['ct.info', { ...call, readOnly: 'true' }, 'ada via 192.0.2.1 → Do'],
  ['ct.info', { ...call, errorCode: null }, 'ada via 192.0.2.1 !← Do'],
  ['ct.info', { ...call, ...bytes({ bytesTransferredIn: 5 }) }, 'ada via 192.0.2.1 ← Do Size=5'],
  ['ct.info', { ...call, ...bucket({ bucketName: 'b' }) }, 'ada via 192.0.2.1 ← Do Bucket=b'],
  ['ct.info', { ...call, ...bucket({ key: 'k', Host: 'h' }) }, 'ada via 192.0.2.1 ← Do Key=k'],
  ['ct.info', { ...call, ...bucket({ Host: 'h' }) }, 'ada via 192.0.2.1 ← Do Host=h'],
  [
    'ct.info',
    {
      ...call,
      eventName: 'PutBucketPublicAccessBlock',
      ...bucket({ bucketName: 'b', PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
    },
    'ada via 192.0.2.1 ← PutBucketPublicAccessBlock BlockPublicAcls=true BlockPublicPolicy=false IgnorePublicAcls=false RestrictPublicBuckets=false ',
  ],
  [
    'ct.info',
    { ...call, eventName: 'PutBucketPublicAccessBlock', ...bucket({ bucketName: 'b' }) },
    'ada via 192.0.2.1 ← PutBucketPublicAccessBlock',
  ],
  [
    'ct.info',
    { ...call, userIdentity: { type: 'SAMLUser' } },
    '<invalid cloudtrail event: userIdentity field missing>',
  ],
  ['ct.info', { ...user, eventName: 'Do' }, '<invalid cloudtrail event: eventSource field missing>'],
  ['ct.info', { ...user, sourceIPAddress: '::1' }, '<invalid cloudtrail event: eventName field missing>'],
  ['ct.shortsrc', { eventSource: '.amazonaws.com' }, '.amazonaws.com'],
  ['ct.shortsrc', { eventSource: 'ecs.amazonaws.com.cn' }, 'ecs.amazonaws.com.cn'],
  ['ct.user', { userIdentity: { type: 'IAMUser', userName: null } }, ''],
  ['ct.user', { userIdentity: { type: 'AssumedRole' } }, 'AssumedRole'],
  ['ct.user', { userIdentity: { type: 'Root' } }, undefined],
  ['ct.user.accountid', { userIdentity: { accountId: null }, recipientAccountId: '1' }, ''],
  ['ct.resources', { resources: [{ a: 1 }, 'x', null] }, '{"a":1},"x",null'],
  ['ct.resources', { resources: {} }, undefined],
  ['ct.request', { requestParameters: null }, 'null'],
])('%s of %j is %j', (field, record, expected) => expect(read(field, record)).toEqual(expected));
