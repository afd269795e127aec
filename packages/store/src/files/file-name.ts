import { InvalidName } from '../errors.ts';

const maxLength = 512;
const maxSegments = 16;
const maxSegmentLength = 255;
const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/**
 * Checks a name that may come from outside, so that it is a plain path below the store's folder.
 * Throws InvalidName.
 */
export function checkFileName(name: string): void {
  const segments = name.split('/');
  const isValid =
    name.length <= maxLength &&
    segments.length <= maxSegments &&
    segments.every((part) => part.length <= maxSegmentLength && segment.test(part));
  if (isValid) return;
  throw new InvalidName(
    `${JSON.stringify(name.slice(0, 80))} is no file name: use 1 to ${maxSegments} parts of letters, digits, "." "_" "-", separated by "/"`,
  );
}
