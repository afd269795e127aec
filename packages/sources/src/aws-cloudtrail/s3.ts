import { at } from '../json/access.ts';

export function s3Uri(record: unknown): string | undefined {
  const bucket = at(record, 'requestParameters', 'bucketName');
  const key = at(record, 'requestParameters', 'key');
  return typeof bucket === 'string' && typeof key === 'string' ? `s3://${bucket}/${key}` : undefined;
}

export function bytesIn(record: unknown): number | undefined {
  return wholeNumber(at(record, 'additionalEventData', 'bytesTransferredIn'));
}

export function bytesOut(record: unknown): number | undefined {
  return wholeNumber(at(record, 'additionalEventData', 'bytesTransferredOut'));
}

export function bytesMoved(record: unknown): number | undefined {
  const read = bytesIn(record);
  const written = bytesOut(record);
  return read === undefined && written === undefined ? undefined : (read ?? 0) + (written ?? 0);
}

/** CloudTrail writes sizes as floating-point numbers; what is there and no number counts as nothing. */
function wholeNumber(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'number' && value >= 0 ? Math.trunc(value) : 0;
}
