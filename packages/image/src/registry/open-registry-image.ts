import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { defaultFetchLimits, fetchFile } from '@breakwater/download';
import type { Archive, Blob, Descriptor } from '../archive/archive.ts';
import { ImageError } from '../image-error.ts';
import { openOciLayout } from '../oci-layout.ts';
import type { OpenedImage } from '../opened-image.ts';
import { fetchAttached } from './attached-manifests.ts';
import { blobName } from './blob-name.ts';
import { readBody } from './read-body.ts';
import { formatReference, type ImageReference, parseReference } from './reference.ts';
import { RegistryClient, type RegistryOptions } from './registry-client.ts';

export interface PullOptions extends RegistryOptions {
  /** Folder for blobs, by digest. What is there already is not fetched again; parts are gone on with. */
  readonly folder: string;
  readonly platform?: string;
  /** Told the digest before configuration and layers are fetched; what it throws ends the pull. */
  readonly onChosen?: (digest: string) => Promise<void>;
  readonly onBytes?: (bytes: number) => void;
  /** Bytes of one blob. */
  readonly maxBlobBytes?: number;
}

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const maxManifestBytes = 4 * 1024 * 1024;
const parallelBlobs = 4;
/** A registry whose API is at another host than its name. */
const apiHosts: ReadonlyMap<string, string> = new Map([['docker.io', 'registry-1.docker.io']]);

/**
 * Opens an image of a registry. Documents and layers are fetched as they are needed, several at a time, into a folder of blobs, and
 * checked against their digests. Mirrors are asked first; one that does not have the image, or does not answer, is passed over.
 * Throws ImageError.
 */
export async function openRegistryImage(text: string, options: PullOptions): Promise<OpenedImage> {
  const reference = parseReference(text);
  await mkdir(options.folder, { recursive: true });
  const isInsecure = options.insecureRegistries?.includes(reference.registry) === true;
  const host = apiHosts.get(reference.registry) ?? reference.registry;
  const mirrors = options.mirrors?.get(reference.registry) ?? [];
  const bases = [
    ...mirrors.map((mirror) => `${mirror.replace(/\/+$/, '')}/`),
    `${isInsecure ? 'http' : 'https'}://${host}/`,
  ];
  const clients = bases.map((base) => new RegistryClient(new URL(base), reference, options));
  return firstOf(clients, (client, rest) => openFrom([client, ...rest], client, reference, options));
}

/** Asks one after the other; one that does not have it, or does not answer, is passed over. */
async function firstOf<T>(
  clients: readonly RegistryClient[],
  ask: (client: RegistryClient, rest: readonly RegistryClient[]) => Promise<T>,
): Promise<T> {
  for (const [index, client] of clients.entries()) {
    const rest = clients.slice(index + 1);
    try {
      return await ask(client, rest);
    } catch (error) {
      if (rest.length === 0 || !(error instanceof ImageError) || !passedOver.has(error.code)) throw error;
    }
  }
  throw new RangeError('nobody to ask');
}

const passedOver: ReadonlySet<string> = new Set(['registry', 'not-found']);

async function openFrom(
  clients: readonly RegistryClient[],
  client: RegistryClient,
  reference: ImageReference,
  options: PullOptions,
): Promise<OpenedImage> {
  const top = await fetchManifest(client, reference);
  const digest = `sha256:${createHash('sha256').update(top.bytes).digest('hex')}`;
  if (reference.digest !== undefined && reference.digest !== digest) {
    const what = `sent a manifest with the digest ${digest}`;
    throw new ImageError(
      'wrong-digest',
      what,
      formatReference(reference),
      'the registry or a proxy before it is wrong',
    );
  }
  await writeFile(join(options.folder, blobName(digest)), top.bytes);
  const entry = {
    mediaType: top.mediaType,
    digest,
    size: top.bytes.length,
    annotations: { 'org.opencontainers.image.ref.name': formatReference(reference) },
  };
  const index = join(options.folder, `index-${blobName(digest)}.json`);
  await writeFile(index, JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
  const archive = archiveOf(clients, reference, options);
  const indexBlob = { file: index, offset: 0, size: (await stat(index)).size };
  return openOciLayout(archive, indexBlob, {
    ...(options.platform === undefined ? {} : { platform: options.platform }),
    ...(options.onChosen === undefined ? {} : { onChosen: options.onChosen }),
  });
}

async function fetchManifest(
  client: RegistryClient,
  reference: ImageReference,
): Promise<{ readonly bytes: Buffer; readonly mediaType: string }> {
  const where = formatReference(reference);
  const url = client.urlOf('manifests', reference.digest ?? reference.tag ?? 'latest');
  let response: Response;
  try {
    response = await client.fetch(url, { headers: { accept: manifestTypes } });
  } catch (error) {
    throw unreachable(error, where);
  }
  if (response.status === 404) {
    throw new ImageError('not-found', 'the registry has no such image', where, 'check repository and tag');
  }
  if (response.status === 401 || response.status === 403) {
    const remedy = `log in with "docker login ${reference.registry}"`;
    throw new ImageError('registry', 'the registry does not let you read it', where, remedy);
  }
  if (!response.ok) {
    throw new ImageError('registry', `the registry answered ${response.status}`, where, 'try again later');
  }
  const bytes = await readBody(response, maxManifestBytes);
  if (bytes === undefined) {
    const problem = `its manifest has more than ${maxManifestBytes} bytes`;
    throw new ImageError('too-large', problem, where, 'an index or manifest has some kilobytes');
  }
  return { bytes, mediaType: response.headers.get('content-type')?.split(';', 1)[0] ?? '' };
}

/** Blobs of a registry as those of a layout: the same wherever they come from, for their digest is checked. */
function archiveOf(
  clients: readonly RegistryClient[],
  reference: ImageReference,
  options: PullOptions,
): Archive {
  const where = formatReference(reference);
  const limit = limitOf(parallelBlobs);
  const begun = new Map<string, Promise<Blob>>();
  return {
    path: where,
    find: () => undefined,
    fetchBlob: (descriptor) => {
      const fetching =
        begun.get(descriptor.digest) ??
        limit(() => firstOf(clients, (client) => fetchBlob(client, descriptor, where, options)));
      begun.set(descriptor.digest, fetching);
      return fetching;
    },
    fetchAttached: async (digests) => {
      const ask = (client: RegistryClient) =>
        Promise.all(digests.map((digest) => fetchAttached(client, digest, options.folder)));
      return (await firstOf(clients, ask)).flat();
    },
  };
}

async function fetchBlob(
  client: RegistryClient,
  { digest, mediaType }: Descriptor,
  where: string,
  { folder, onBytes, maxBlobBytes = defaultFetchLimits.maxBytes }: PullOptions,
): Promise<Blob> {
  const file = join(folder, blobName(digest));
  const there = await stat(file).catch(() => undefined);
  if (there !== undefined) return { file, offset: 0, size: there.size };
  const isManifest = mediaType !== '' && manifestTypes.includes(mediaType);
  const url = client.urlOf(isManifest ? 'manifests' : 'blobs', digest);
  try {
    await fetchFile(url, file, {
      fetch: (address, init) =>
        client.fetch(
          address,
          isManifest ? { ...init, headers: { ...init.headers, accept: manifestTypes } } : init,
        ),
      isImmutable: true,
      limits: { ...defaultFetchLimits, maxBytes: maxBlobBytes },
      check: (path) => checkDigest(path, digest),
      ...(onBytes === undefined ? {} : { onBytes }),
    });
  } catch (error) {
    throw unreachable(error, where);
  }
  return { file, offset: 0, size: (await stat(file)).size };
}

async function checkDigest(path: string, digest: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  const actual = `sha256:${hash.digest('hex')}`;
  if (actual !== digest) throw new Error(`its content has the digest ${actual}`);
}

function unreachable(error: unknown, where: string): unknown {
  if (error instanceof ImageError || !(error instanceof Error)) return error;
  if (error.cause instanceof ImageError) return error.cause;
  const reason =
    error.cause instanceof Error && error.message === 'fetch failed' ? error.cause.message : error.message;
  return new ImageError(
    'registry',
    `cannot be fetched: ${reason}`,
    where,
    'check the network and the registry',
    error,
  );
}

/** Runs at most so many at a time; the others wait for their turn. */
function limitOf(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
