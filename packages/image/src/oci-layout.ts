import type { Gap } from '@breakwater/model';
import type { Archive, Blob, Descriptor } from './archive/archive.ts';
import { findBlob, missingBlob, readBlob } from './archive/read-blob.ts';
import { layerCommands, parseImageConfig } from './image-config.ts';
import { ImageError } from './image-error.ts';
import { asObject, asObjects, asString, asStringRecord, type JsonObject, parseJson } from './json.ts';
import type { OpenImageOptions } from './open-image.ts';
import type { AttachedManifests, LayerSource, OpenedImage } from './opened-image.ts';
import { defaultPlatform, formatPlatform, isPlatform, type Platform, requirePlatform } from './platform.ts';

const maxDocumentBytes = 16 * 1024 * 1024;
const maxIndexDepth = 8;
const maxManifests = 1000;

/** A manifest that an index offers. */
interface Candidate extends Descriptor {
  readonly platform: Platform | undefined;
  readonly tags: readonly string[];
  /** Digests of the indexes that name it, outermost first. */
  readonly indexes: readonly string[];
}

/** A manifest that is no image but is about one. */
interface Attached extends Descriptor {
  /** Digest of the image; undefined: its manifest says. */
  readonly of: string | undefined;
}

interface Listing {
  readonly images: readonly Candidate[];
  readonly attached: readonly Attached[];
}

/** Opens the image of a layout (OCI image layout 1.0): index, nested indexes, manifest, configuration. */
export async function openOciLayout(
  archive: Archive,
  index: Blob,
  options: OpenImageOptions,
): Promise<OpenedImage> {
  const top = await readDocument(archive, index, undefined, 'index.json');
  const { images, attached } = await listManifests(archive, top, [], []);
  const chosen = choose(archive, images, options);
  await options.onChosen?.(chosen.digest);
  const manifest = await readDescribed(archive, chosen, 'manifest');
  const opened = await openManifest(archive, manifest, chosen, options.platform);
  return { ...opened, attached: attachedTo(archive, chosen, attached) };
}

function attachedTo(
  archive: Archive,
  { digest, indexes }: Candidate,
  attached: readonly Attached[],
): AttachedManifests {
  const digests = [digest, ...indexes];
  const here = attached.filter(({ of }) => of === undefined || digests.includes(of));
  return { digests, list: async () => [...here, ...((await archive.fetchAttached?.(digests)) ?? [])] };
}

async function listManifests(
  archive: Archive,
  index: JsonObject,
  inheritedTags: readonly string[],
  indexes: readonly string[],
): Promise<Listing> {
  if (indexes.length > maxIndexDepth)
    throw bad(archive, `indexes are nested more than ${maxIndexDepth} deep`);
  const images: Candidate[] = [];
  const attached: Attached[] = [];
  for (const entry of asObjects(index.manifests)) {
    const descriptor = readDescriptor(archive, entry, 'index.json');
    const name = asStringRecord(entry.annotations)['org.opencontainers.image.ref.name'];
    if (isAttached(entry, name)) {
      attached.push({ ...descriptor, of: imageOf(entry, name) });
      continue;
    }
    const tags = name === undefined ? inheritedTags : [name];
    if (isIndex(descriptor.mediaType)) {
      const nested = await readDescribed(archive, descriptor, 'index');
      const listing = await listManifests(archive, nested, tags, [...indexes, descriptor.digest]);
      images.push(...listing.images);
      attached.push(...listing.attached);
    } else images.push({ ...descriptor, platform: readPlatform(entry), tags, indexes });
    if (images.length + attached.length > maxManifests)
      throw bad(archive, `more than ${maxManifests} manifests`);
  }
  return { images, attached };
}

function choose(archive: Archive, all: readonly Candidate[], options: OpenImageOptions): Candidate {
  const { reference, platform } = options;
  const named = reference === undefined ? all : all.filter((one) => isNamed(one, reference));
  const distinct = [...new Map(named.map((one) => [one.digest, one])).values()];
  const [only] = distinct;
  const fits = (one: Candidate, wanted: string) =>
    one.platform === undefined || isPlatform(one.platform, wanted);
  if (only !== undefined && distinct.length === 1 && (platform === undefined || fits(only, platform)))
    return only;

  const wanted = platform ?? defaultPlatform;
  const matching = distinct.filter((one) => fits(one, wanted));
  const [match] = matching;
  if (match !== undefined && matching.length === 1) return match;
  const offered = all.map(describe).join(', ') || 'nothing';
  if (match === undefined) {
    const asked = [reference, wanted].filter((part) => part !== undefined).join(' for ');
    throw new ImageError('no-such-image', `has no image ${asked}`, archive.path, `it offers: ${offered}`);
  }
  const what = `holds ${matching.length} images for ${wanted}`;
  throw new ImageError('ambiguous-image', what, archive.path, `name one of: ${offered}`);
}

function isNamed(candidate: Candidate, reference: string): boolean {
  return candidate.digest === reference || candidate.tags.includes(reference);
}

function describe(candidate: Candidate): string {
  const platform = candidate.platform === undefined ? undefined : formatPlatform(candidate.platform);
  return [candidate.tags[0] ?? candidate.digest, platform].filter((part) => part !== undefined).join(' ');
}

async function openManifest(
  archive: Archive,
  manifest: JsonObject,
  chosen: Candidate,
  platform: string | undefined,
): Promise<OpenedImage> {
  const configEntry = asObject(manifest.config);
  if (configEntry === undefined) {
    const what = 'the manifest names no configuration';
    throw bad(archive, manifest.schemaVersion === 1 ? 'the manifest has schema version 1' : what);
  }
  const configDescriptor = readDescriptor(archive, configEntry, 'manifest');
  const configBlob = await findBlob(archive, configDescriptor);
  if (configBlob === undefined) throw missingBlob(archive, `configuration ${configDescriptor.digest}`);
  const bytes = await readBlob(archive, configBlob, configDescriptor.digest, maxDocumentBytes);
  const { config, diffIds } = parseImageConfig(bytes, archive.path);
  if (chosen.platform === undefined) requirePlatform(config, platform, archive.path);

  const layerEntries = asObjects(manifest.layers);
  if (layerEntries.length !== diffIds.length) {
    const what = `the manifest has ${layerEntries.length} layers, the configuration ${diffIds.length}`;
    throw new ImageError('bad-config', what, archive.path, 'build or save the image again');
  }
  const commands = layerCommands(config, diffIds.length);
  const gaps: Gap[] = [];
  const reading = layerEntries.map(async (entry, index): Promise<LayerSource> => {
    const descriptor = readDescriptor(archive, entry, 'manifest');
    const { digest, mediaType } = descriptor;
    // Where a foreign layer says that it is kept is not gone to.
    const isForeignHere = isForeign(mediaType);
    const open =
      isForeignHere && archive.fetchBlob !== undefined ? undefined : await opener(archive, descriptor);
    if (open === undefined && !isForeignHere) throw missingBlob(archive, `layer ${index} (${digest})`);
    if (open === undefined) {
      gaps.push({
        what: `layer ${index} (${digest})`,
        reason: 'foreign layer that the archive does not carry',
      });
    }
    const createdBy = commands[index];
    return {
      digest,
      diffId: diffIds[index] ?? '',
      mediaType,
      ...(createdBy === undefined ? {} : { createdBy }),
      size: descriptor.size,
      ...(open === undefined ? {} : { open }),
    };
  });
  const layers = await Promise.all(reading);
  return { archive, digest: chosen.digest, tags: chosen.tags, config, layers, gaps };
}

/** What is here is looked at now; what is somewhere else is fetched when somebody wants it. */
async function opener(archive: Archive, descriptor: Descriptor): Promise<LayerSource['open']> {
  if (archive.fetchBlob === undefined) {
    const blob = await findBlob(archive, descriptor);
    return blob === undefined ? undefined : async () => blob;
  }
  return async () => {
    const blob = await findBlob(archive, descriptor);
    if (blob === undefined) throw missingBlob(archive, `layer ${descriptor.digest}`);
    return blob;
  };
}

/** A JSON document by its descriptor, checked against its digest. Throws ImageError. */
export async function readDescribed(
  archive: Archive,
  descriptor: Descriptor,
  kind: string,
): Promise<JsonObject> {
  const blob = await findBlob(archive, descriptor);
  if (blob === undefined) throw missingBlob(archive, `${kind} ${descriptor.digest}`);
  return readDocument(archive, blob, descriptor.digest, `${kind} ${descriptor.digest}`);
}

async function readDocument(
  archive: Archive,
  blob: Blob,
  digest: string | undefined,
  name: string,
): Promise<JsonObject> {
  const document = asObject(parseJson(await readBlob(archive, blob, digest, maxDocumentBytes)));
  if (document === undefined) throw bad(archive, `${name} is no JSON object`);
  return document;
}

/** What an entry says of a blob. Throws ImageError. */
export function readDescriptor(archive: Archive, entry: JsonObject, where: string): Descriptor {
  const digest = asString(entry.digest);
  if (digest === undefined) throw bad(archive, `${where} has an entry without digest`);
  const { size } = entry;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw bad(archive, `${where} has no valid size for ${digest}`);
  }
  return { digest, size, mediaType: asString(entry.mediaType) ?? '' };
}

function readPlatform(entry: JsonObject): Platform | undefined {
  const platform = asObject(entry.platform);
  const os = asString(platform?.os);
  const architecture = asString(platform?.architecture);
  if (os === undefined || architecture === undefined) return undefined;
  const variant = asString(platform?.variant);
  return variant === undefined ? { os, architecture } : { os, architecture, variant };
}

/** The tag of what is attached to an image: by the referrers tag schema of OCI, or as cosign names it. */
const attachedTag = /^sha256-([0-9a-f]{64})(?:\.[a-z]+)?$/;

/** BuildKit keeps attestations as manifests for a platform that does not exist; others have a type of their own. */
function isAttached(entry: JsonObject, name: string | undefined): boolean {
  const platform = readPlatform(entry);
  if (platform?.os === 'unknown' && platform.architecture === 'unknown') return true;
  if (asString(entry.artifactType) !== undefined || attachedTag.test(name ?? '')) return true;
  return 'vnd.docker.reference.type' in asStringRecord(entry.annotations);
}

function imageOf(entry: JsonObject, name: string | undefined): string | undefined {
  const hex = attachedTag.exec(name ?? '')?.[1];
  return asStringRecord(entry.annotations)['vnd.docker.reference.digest'] ?? (hex && `sha256:${hex}`);
}

function isIndex(mediaType: string): boolean {
  return (
    mediaType === 'application/vnd.oci.image.index.v1+json' ||
    mediaType === 'application/vnd.docker.distribution.manifest.list.v2+json'
  );
}

function isForeign(mediaType: string): boolean {
  return mediaType.includes('.nondistributable.') || mediaType.includes('.foreign.');
}

function bad(archive: Archive, what: string): ImageError {
  return new ImageError('bad-manifest', what, archive.path, 'build or save the image again');
}
