import { at, textOf } from '../json/access.ts';
import { bytesMoved, s3Uri } from './s3.ts';
import { userOf } from './user.ts';

/** `ct.info`: one line of who did what from where; `!` marks an error, the arrow reading or writing. */
export function infoOf(record: unknown): string | undefined {
  const name = textOf(at(record, 'eventName'));
  const user = userOf(record);
  const address = textOf(at(record, 'sourceIPAddress'));
  if (name === undefined || user === undefined || address === undefined) return undefined;
  const error = at(record, 'errorCode') === undefined ? '' : '!';
  const readOnly = at(record, 'readOnly');
  const arrow = readOnly === undefined || readOnly === true ? '←' : '→';
  const who = user === address ? user : `${user} via ${address}`;
  const size = bytesMoved(record);
  const sizeText = size === undefined ? '' : ` Size=${size}`;
  return `${who} ${error}${arrow} ${name}${sizeText}${target(record)}`;
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
