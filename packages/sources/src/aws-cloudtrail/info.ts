import { at, isObject, textOf } from '../json/access.ts';
import { bytesMoved, s3Uri } from './s3.ts';
import { userOf } from './user.ts';

/** `ct.info`: one line of who did what from where; `!` marks an error, the arrow reading or writing. */
export function infoOf(record: unknown): string {
  const user = userOf(record);
  if (user === undefined) return incomplete('userIdentity');
  const address = textOf(at(record, 'sourceIPAddress'));
  if (address === undefined) return incomplete('eventSource');
  const name = textOf(at(record, 'eventName'));
  if (name === undefined) return incomplete('eventName');
  const error = at(record, 'errorCode') === undefined ? '' : '!';
  const readOnly = at(record, 'readOnly');
  const arrow = readOnly === undefined || readOnly === true ? '←' : '→';
  const who = user === address ? user : `${user} via ${address}`;
  if (name === 'PutBucketPublicAccessBlock') return `${who} ${error}${arrow} ${name}${publicAccess(record)}`;
  const size = bytesMoved(record);
  const sizeText = size === undefined ? '' : ` Size=${size}`;
  return `${who} ${error}${arrow} ${name}${sizeText}${target(record)}`;
}

const publicAccessKeys = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
] as const;

/** What a bucket blocks from now on; the blank at the end is Falco's. */
function publicAccess(record: unknown): string {
  const block = at(record, 'requestParameters', 'PublicAccessBlockConfiguration');
  if (!isObject(block)) return '';
  return ` ${publicAccessKeys.map((key) => `${key}=${block[key] === true} `).join('')}`;
}

/** In the words of Falco's plugin, which calls the address so. */
function incomplete(key: string): string {
  return `<invalid cloudtrail event: ${key} field missing>`;
}

function target(record: unknown): string {
  const uri = s3Uri(record);
  if (uri !== undefined) return ` URI=${uri}`;
  for (const [label, key] of [
    ['Bucket', 'bucketName'],
    ['Key', 'key'],
    ['Host', 'Host'],
  ] as const) {
    const value = textOf(at(record, 'requestParameters', key));
    if (value !== undefined) return ` ${label}=${value}`;
  }
  return '';
}
