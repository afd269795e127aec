/** What a manifest says of a blob (OCI content descriptor). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** A run of bytes in a file of the host: a blob of a layout, wherever it is kept. */
export interface Blob {
  readonly file: string;
  readonly offset: number;
  readonly size: number;
}

/** The members of an image archive, by their path inside it. Nothing is unpacked. */
export interface Archive {
  /** The path or reference that was opened, for messages. */
  readonly path: string;
  /** A regular member; undefined when there is none of that name. */
  readonly find: (name: string) => Blob | undefined;
  /** Brings a blob of a layout here when it is somewhere else; throws ImageError when it cannot be had. */
  readonly fetchBlob?: (descriptor: Descriptor) => Promise<Blob>;
  /** Manifests that are attached to one of these digests but that no index of the image names; throws ImageError. */
  readonly fetchAttached?: (digests: readonly string[]) => Promise<readonly Descriptor[]>;
}
