import type { Package } from '@breakwater/model';
import type { DocumentedImage } from './cyclonedx.ts';

export interface SpdxOptions {
  readonly toolVersion: string;
  /** ISO 8601 with seconds, UTC: SPDX demands it. */
  readonly createdAt: string;
}

const unknown = 'NOASSERTION';

/**
 * The packages of an image as SPDX 2.3 JSON: one SPDX package each, described by and contained in the image's.
 * Licences are stated as the package states them only in a comment, for they need not be SPDX expressions.
 */
export function toSpdx(image: DocumentedImage, { toolVersion, createdAt }: SpdxOptions): string {
  const { digest, tags, sbom } = image;
  const hex = digest.replace(/^sha256:/, '');
  const imageId = 'SPDXRef-Image';
  const packages = sbom.packages.map((one, index) => spdxPackage(one, `SPDXRef-Package-${index + 1}`));
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: tags[0] ?? digest,
    documentNamespace: `https://breakwater.invalid/spdx/sha256-${hex}`,
    creationInfo: { created: createdAt, creators: [`Tool: breakwater-${toolVersion}`] },
    packages: [
      {
        SPDXID: imageId,
        name: tags[0] ?? digest,
        versionInfo: digest,
        primaryPackagePurpose: 'CONTAINER',
        downloadLocation: unknown,
        filesAnalyzed: false,
        checksums: [{ algorithm: 'SHA256', checksumValue: hex }],
      },
      ...packages,
    ],
    relationships: [
      relationship('SPDXRef-DOCUMENT', 'DESCRIBES', imageId),
      ...packages.map(({ SPDXID }) => relationship(imageId, 'CONTAINS', SPDXID)),
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function spdxPackage(one: Package, id: string) {
  const paths = one.locations.map(({ path }) => path).join(', ');
  return {
    SPDXID: id,
    name: one.name,
    versionInfo: one.version,
    downloadLocation: unknown,
    filesAnalyzed: false,
    licenseConcluded: unknown,
    licenseDeclared: unknown,
    ...(one.licenses.length === 0
      ? {}
      : { licenseComments: `Stated by the package: ${one.licenses.join(', ')}` }),
    copyrightText: unknown,
    sourceInfo: `found by ${one.foundBy} in ${paths}`,
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: one.purl },
    ],
  };
}

function relationship(from: string, relationshipType: string, to: string) {
  return { spdxElementId: from, relationshipType, relatedSpdxElement: to };
}
