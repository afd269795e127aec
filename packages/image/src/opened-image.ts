import type { Gap, ImageConfig } from '@breakwater/model';
import type { Archive, Blob, Descriptor } from './archive/archive.ts';

/** A layer as the image names it, not yet read. */
export interface LayerSource {
  /** Digest of the stored blob; absent in docker archives. */
  readonly digest?: string;
  /** Digest of the uncompressed tar, which reading verifies. */
  readonly diffId: string;
  readonly mediaType: string;
  /** The history line that made it. */
  readonly createdBy?: string;
  /** Stored bytes. */
  readonly size: number;
  /** Brings the blob here, if it is not yet; throws ImageError. Absent for a foreign layer that the archive does not carry. */
  readonly open?: () => Promise<Blob>;
}

/** What others attached to an image: attestations, signatures, SBOMs. */
export interface AttachedManifests {
  /** Digests that stand for the image: its manifest and the indexes that name it. */
  readonly digests: readonly string[];
  /** Manifests that are about one of them, or that do not say before they are read; throws ImageError. */
  readonly list: () => Promise<readonly Descriptor[]>;
}

/** An image found in an archive: its documents are read and verified, its layers not yet. */
export interface OpenedImage {
  readonly archive: Archive;
  /** Digest of the manifest; of the configuration for a docker archive. */
  readonly digest: string;
  /** Names that the archive gives the image. */
  readonly tags: readonly string[];
  readonly config: ImageConfig;
  /** Bottom first. */
  readonly layers: readonly LayerSource[];
  readonly gaps: readonly Gap[];
  /** Absent for docker archives, to which nothing can be attached. */
  readonly attached?: AttachedManifests;
}
