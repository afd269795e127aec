import type { Distro, PackageRelationship } from '@breakwater/model';
import type { DocumentedImage, DocumentOptions } from '../documented-image.ts';
import { distroFacts, gapFact, packageFacts } from '../package-facts.ts';
import { entriesOf, type SbomEntry } from '../sbom-entries.ts';
import { locationFacts, writeFacts } from '../spdx-facts.ts';

const unknown = 'NOASSERTION';
const imageId = 'SPDXRef-Image';
const distroId = 'SPDXRef-OperatingSystem';

/**
 * The packages of an image as SPDX 2.3 JSON: one SPDX package each, described by and contained in the image's.
 * Licences stand as the packages state them in a comment, for they need not be SPDX expressions; what SPDX has no
 * field for is in annotations. `readSpdx2` gives back the same packages.
 */
export function toSpdx(image: DocumentedImage, { toolVersion, createdAt }: DocumentOptions): string {
  const { digest, tags, sbom, gaps = [] } = image;
  const hex = digest.replace(/^sha256:/, '');
  const annotator = `Tool: breakwater-${toolVersion}`;
  const annotate = (text: string) =>
    text === ''
      ? {}
      : { annotations: [{ annotationDate: createdAt, annotationType: 'OTHER', annotator, comment: text }] };
  const entries = entriesOf(sbom).map((entry, index) => ({ entry, id: `SPDXRef-Package-${index + 1}` }));
  const ids = new Map(entries.map(({ entry, id }) => [entry.ref, id]));
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: tags[0] ?? digest,
    documentNamespace: `https://breakwater.invalid/spdx/sha256-${hex}`,
    creationInfo: { created: createdAt, creators: [annotator] },
    packages: [
      {
        SPDXID: imageId,
        name: tags[0] ?? digest,
        versionInfo: digest,
        primaryPackagePurpose: 'CONTAINER',
        downloadLocation: unknown,
        filesAnalyzed: false,
        checksums: [{ algorithm: 'SHA256', checksumValue: hex }],
        ...annotate(writeFacts([...tags.map((tag) => ['tag', tag] as const), ...gaps.map(gapFact)])),
      },
      ...(sbom.distro === undefined
        ? []
        : [{ ...distroPackage(sbom.distro), ...annotate(writeFacts(distroFacts(sbom.distro))) }]),
      ...entries.map(({ entry, id }) => ({
        ...spdxPackage(entry, id),
        ...annotate(
          writeFacts([
            ...packageFacts(entry),
            ...entry.package.licenses.map((license) => ['license', license] as const),
            ...locationFacts(entry.package),
          ]),
        ),
      })),
    ],
    relationships: [
      relationship('SPDXRef-DOCUMENT', 'DESCRIBES', imageId),
      ...(sbom.distro === undefined ? [] : [relationship(imageId, 'CONTAINS', distroId)]),
      ...entries.map(({ id }) => relationship(imageId, 'CONTAINS', id)),
      ...(sbom.relationships ?? []).flatMap((one) => relate(one, ids)),
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function distroPackage({ id, version }: Distro) {
  return {
    SPDXID: distroId,
    name: id,
    ...(version === undefined ? {} : { versionInfo: version }),
    primaryPackagePurpose: 'OPERATING-SYSTEM',
    downloadLocation: unknown,
    filesAnalyzed: false,
  };
}

function spdxPackage({ package: one }: SbomEntry, id: string) {
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

/** A package of the distribution contains what it brought. */
function relate({ from, type, to }: PackageRelationship, ids: ReadonlyMap<string, string>) {
  const [fromId, toId] = [ids.get(from), ids.get(to)];
  if (fromId === undefined || toId === undefined) return [];
  return [relationship(fromId, type === 'owns' ? 'CONTAINS' : 'DEPENDS_ON', toId)];
}

function relationship(from: string, relationshipType: string, to: string) {
  return { spdxElementId: from, relationshipType, relatedSpdxElement: to };
}
