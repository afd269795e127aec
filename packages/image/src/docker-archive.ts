import type { Archive, Blob } from './archive/archive.ts';
import { missingBlob, readBlob, sha256 } from './archive/read-blob.ts';
import { layerCommands, parseImageConfig } from './image-config.ts';
import { ImageError } from './image-error.ts';
import { asObjects, asString, asStrings, type JsonObject, parseJson } from './json.ts';
import type { LayerSource, OpenedImage } from './opened-image.ts';
import { requirePlatform } from './platform.ts';

const maxDocumentBytes = 16 * 1024 * 1024;

/** Opens an image of `docker save`: manifest.json lists configuration, tags and layers in order. */
export async function openDockerArchive(
  archive: Archive,
  manifest: Blob,
  options: { readonly reference?: string; readonly platform?: string },
): Promise<OpenedImage> {
  const images = asObjects(parseJson(await readBlob(archive, manifest, undefined, maxDocumentBytes)));
  const image = choose(archive, images, options.reference);
  const configName = asString(image.Config);
  if (configName === undefined) throw bad(archive, 'manifest.json names no configuration');
  const configBlob = archive.find(configName);
  if (configBlob === undefined) throw missingBlob(archive, `configuration ${configName}`);
  const bytes = await readBlob(archive, configBlob, digestInName(configName), maxDocumentBytes);
  const { config, diffIds } = parseImageConfig(bytes, archive.path);
  requirePlatform(config, options.platform, archive.path);

  const names = asStrings(image.Layers);
  if (names.length !== diffIds.length) {
    throw bad(archive, `manifest.json has ${names.length} layers, the configuration ${diffIds.length}`);
  }
  const commands = layerCommands(config, names.length);
  const layers = names.map((name, index): LayerSource => {
    const blob = archive.find(name);
    if (blob === undefined) throw missingBlob(archive, `layer ${index} (${name})`);
    const createdBy = commands[index];
    return {
      diffId: diffIds[index] ?? '',
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar',
      ...(createdBy === undefined ? {} : { createdBy }),
      size: blob.size,
      open: async () => blob,
    };
  });
  return { archive, digest: sha256(bytes), tags: asStrings(image.RepoTags), config, layers, gaps: [] };
}

/** Configurations are named by their digest: `HEX.json`, or `blobs/sha256/HEX`. */
function digestInName(name: string): string | undefined {
  const hex = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(name)?.[1];
  return hex === undefined ? undefined : `sha256:${hex}`;
}

function choose(archive: Archive, images: readonly JsonObject[], reference: string | undefined): JsonObject {
  const matching =
    reference === undefined
      ? images
      : images.filter((image) => asStrings(image.RepoTags).includes(reference));
  const [image] = matching;
  if (image !== undefined && matching.length === 1) return image;
  if (images.length === 0) throw bad(archive, 'manifest.json lists no image');
  const tags = images.flatMap((one) => asStrings(one.RepoTags)).join(', ') || 'images without tags';
  if (image === undefined) {
    throw new ImageError('no-such-image', `has no image ${reference}`, archive.path, `it offers: ${tags}`);
  }
  throw new ImageError(
    'ambiguous-image',
    `holds ${matching.length} images`,
    archive.path,
    `name one of: ${tags}`,
  );
}

function bad(archive: Archive, what: string): ImageError {
  return new ImageError('bad-manifest', what, archive.path, 'save the image again');
}
