import { type DocumentedImage, toCycloneDx, toSpdx } from '@breakwater/sbom';
import manifest from '../../../package.json' with { type: 'json' };

export type SbomFormat = 'cyclonedx' | 'spdx';

/** The packages of an image as a standard document. */
export function toSbomDocument(image: DocumentedImage, format: SbomFormat, createdAt: Date): string {
  const options = { toolVersion: manifest.version, createdAt: createdAt.toISOString().replace(/\.\d+/, '') };
  const text = format === 'cyclonedx' ? toCycloneDx(image, options) : toSpdx(image, options);
  return text.endsWith('\n') ? text : `${text}\n`;
}
