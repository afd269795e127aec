import { type DocumentedImage, toCycloneDx, toSpdx, toSpdx3 } from '@breakwater/sbom';

const writers: Readonly<Record<SbomFormat, typeof toSpdx>> = {
  cyclonedx: toCycloneDx,
  spdx: toSpdx,
  spdx3: toSpdx3,
};

export type SbomFormat = 'cyclonedx' | 'spdx' | 'spdx3';

export const sbomFormats: readonly string[] = Object.keys(writers);

export function isSbomFormat(format: string): format is SbomFormat {
  return sbomFormats.includes(format);
}

/** The packages of an image as a standard document. */
export function toSbomDocument(
  image: DocumentedImage,
  format: SbomFormat,
  createdAt: Date,
  toolVersion: string,
): string {
  return writers[format](image, { toolVersion, createdAt: createdAt.toISOString().replace(/\.\d+/, '') });
}
