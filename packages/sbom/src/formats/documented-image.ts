import type { Gap } from '@breakwater/model';
import type { ScannedImage } from '../scanned-image.ts';

/** What a document tells of an image. */
export interface DocumentedImage extends Pick<ScannedImage, 'digest' | 'tags' | 'sbom'> {
  /** What was not examined: a document says that it is not complete. */
  readonly gaps?: readonly Gap[];
}

export interface DocumentOptions {
  /** Version of the program that writes the document. */
  readonly toolVersion: string;
  /** ISO 8601 with seconds, UTC; two documents of one image and time are the same bytes. */
  readonly createdAt: string;
}

/** A document that is no SBOM, or cannot be read as one. */
export class SbomError extends Error {
  override readonly name = 'SbomError';
}
