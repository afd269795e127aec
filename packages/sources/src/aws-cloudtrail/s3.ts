import { at, textOf } from '../json/access.ts';

export function s3Uri(record: unknown): string | undefined {
  const bucket = textOf(at(record, 'requestParameters', 'bucketName'));
  const key = textOf(at(record, 'requestParameters', 'key'));
  return bucket === undefined || key === undefined ? undefined : `s3://${bucket}/${key}`;
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

/** CloudTrail writes sizes as floating-point numbers. */
function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.trunc(value) : undefined;
}
