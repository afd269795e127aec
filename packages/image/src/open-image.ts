import { openArchive } from './archive/open-archive.ts';
import { openDockerArchive } from './docker-archive.ts';
import { ImageError } from './image-error.ts';
import { openOciLayout } from './oci-layout.ts';
import type { OpenedImage } from './opened-image.ts';

export interface OpenImageOptions {
  /** `os/architecture[/variant]`, default `linux/amd64` when there is a choice. */
  readonly platform?: string;
  /** Tag or reference name, when the archive holds several images. */
  readonly reference?: string;
  /** Told the digest before anything else of the image is read; what it throws ends the opening. */
  readonly onChosen?: (digest: string) => Promise<void>;
}

/**
 * Opens an OCI image layout or a docker archive, as a tar or a folder. A tar that is both is read as the layout,
 * which has digests. Throws ImageError.
 */
export async function openImage(path: string, options: OpenImageOptions = {}): Promise<OpenedImage> {
  const archive = await openArchive(path);
  const index = archive.find('index.json');
  if (index !== undefined) return openOciLayout(archive, index, options);
  const manifest = archive.find('manifest.json');
  if (manifest !== undefined) return openDockerArchive(archive, manifest, options);
  const what = 'has neither index.json (OCI layout) nor manifest.json (docker archive)';
  throw new ImageError('not-an-image', what, path, 'save the image with "docker save" or "skopeo copy"');
}
