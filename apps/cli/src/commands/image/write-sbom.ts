import { type DocumentedImage, toCycloneDx, toSpdx, toSpdx3 } from '@breakwater/sbom';
import manifest from '../../../package.json' with { type: 'json' };

export type SbomFormat = 'cyclonedx' | 'spdx' | 'spdx3';

const writers = { cyclonedx: toCycloneDx, spdx: toSpdx, spdx3: toSpdx3 } as const;

/** The packages of an image as a standard document. */
export function toSbomDocument(image: DocumentedImage, format: SbomFormat, createdAt: Date): string {
  const options = { toolVersion: manifest.version, createdAt: createdAt.toISOString().replace(/\.\d+/, '') };
  return writers[format](image, options);
}
