import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type TarMember, writeTar } from './write-tar.ts';

/** A layer to write: its uncompressed tar, and how it is stored. */
export interface LayerToWrite {
  readonly tar: Buffer;
  readonly stored?: Buffer;
  readonly mediaType?: string;
  /** Claims another content than it has. */
  readonly diffId?: string;
  readonly isAbsent?: boolean;
}

export interface ImageToWrite {
  readonly layers: readonly LayerToWrite[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly history?: readonly Readonly<Record<string, unknown>>[];
}

export interface WrittenImage {
  readonly members: readonly TarMember[];
  readonly descriptor: Readonly<Record<string, unknown>>;
  readonly layerPaths: readonly string[];
}

export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The blobs of one image and the descriptor of its manifest. */
export function writeManifest({ layers, config = {}, history = [] }: ImageToWrite): WrittenImage {
  const members: TarMember[] = [];
  const put = (bytes: Buffer, isAbsent = false) => {
    const path = `blobs/sha256/${digestOf(bytes).slice(7)}`;
    if (!isAbsent) members.push({ path, content: bytes });
    return path;
  };
  const layerPaths: string[] = [];
  const layerDescriptors = layers.map(({ tar, stored = gzipSync(tar), mediaType, isAbsent }) => {
    layerPaths.push(put(stored, isAbsent));
    return {
      mediaType: mediaType ?? 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest: digestOf(stored),
      size: stored.length,
    };
  });
  const diffIds = layers.map(({ tar, diffId }) => diffId ?? digestOf(tar));
  const document = { os: 'linux', architecture: 'amd64', config, history, rootfs: { diff_ids: diffIds } };
  const configBytes = Buffer.from(JSON.stringify(document));
  put(configBytes);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: digestOf(configBytes),
        size: configBytes.length,
      },
      layers: layerDescriptors,
    }),
  );
  put(manifest);
  const descriptor = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: digestOf(manifest),
    size: manifest.length,
  };
  return { members, descriptor, layerPaths };
}

/** Members of an OCI layout with the given manifests. */
export function writeLayout(
  images: readonly WrittenImage[],
  descriptors?: readonly unknown[],
): readonly TarMember[] {
  const manifests = descriptors ?? images.map(({ descriptor }) => descriptor);
  return [
    { path: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    { path: 'index.json', content: JSON.stringify({ schemaVersion: 2, manifests }) },
    ...images.flatMap(({ members }) => members),
  ];
}

/** A whole layout in a tar, from the members of its layers. */
export function writeImageTar(image: ImageToWrite): Buffer {
  return writeTar(writeLayout([writeManifest(image)]));
}
