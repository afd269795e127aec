import type { Distro, PackageRelationship } from '@breakwater/model';
import type { DocumentedImage, DocumentOptions } from '../documented-image.ts';
import { distroFacts, gapFact, packageFacts } from '../package-facts.ts';
import { entriesOf, type SbomEntry } from '../sbom-entries.ts';
import { locationFacts, writeFacts } from '../spdx-facts.ts';

const creationInfo = '_:creationinfo';

/**
 * The packages of an image as SPDX 3.0.1 JSON-LD: a graph of elements, with one SBOM of the image in one document.
 * What SPDX has no property for is in annotations. `readSpdx3` gives back the same packages.
 */
export function toSpdx3(image: DocumentedImage, { toolVersion, createdAt }: DocumentOptions): string {
  const { digest, tags, sbom, gaps = [] } = image;
  const hex = digest.replace(/^sha256:/, '');
  const idOf = (name: string) => `https://breakwater.invalid/spdx/sha256-${hex}#${name}`;
  const element = (type: string, name: string) => ({ type, spdxId: idOf(name), creationInfo });
  const annotate = (subject: string, statement: string) =>
    statement === ''
      ? []
      : [
          {
            ...element('Annotation', `${subject}-facts`),
            annotationType: 'other',
            subject: idOf(subject),
            statement,
          },
        ];
  const entries = entriesOf(sbom).map((entry, index) => ({ entry, id: `package-${index + 1}` }));
  const ids = new Map(entries.map(({ entry, id }) => [entry.ref, idOf(id)]));
  const packages = [
    {
      ...element('software_Package', 'image'),
      name: tags[0] ?? digest,
      software_packageVersion: digest,
      software_primaryPurpose: 'container',
      verifiedUsing: [{ type: 'Hash', algorithm: 'sha256', hashValue: hex }],
    },
    ...(sbom.distro === undefined
      ? []
      : [{ ...element('software_Package', 'os'), ...distroPackage(sbom.distro) }]),
    ...entries.map(({ entry, id }) => ({ ...element('software_Package', id), ...softwarePackage(entry) })),
  ];
  const contained = packages.slice(1).map(({ spdxId }) => spdxId);
  const needs = groupTargets(sbom.relationships ?? [], ids);
  const relationships = [
    ...(contained.length === 0 ? [] : [{ from: idOf('image'), relationshipType: 'contains', to: contained }]),
    ...needs,
  ].map((one, index) => ({ ...element('Relationship', `relationship-${index + 1}`), ...one }));
  const annotations = [
    ...annotate('image', writeFacts([...tags.map((tag) => ['tag', tag] as const), ...gaps.map(gapFact)])),
    ...annotate('os', sbom.distro === undefined ? '' : writeFacts(distroFacts(sbom.distro))),
    ...entries.flatMap(({ entry, id }) =>
      annotate(
        id,
        writeFacts([
          ...packageFacts(entry),
          ...entry.package.licenses.map((license) => ['license', license] as const),
          ...locationFacts(entry.package),
        ]),
      ),
    ),
  ];
  const members = [...packages, ...relationships, ...annotations];
  const graph = [
    {
      type: 'CreationInfo',
      '@id': creationInfo,
      specVersion: '3.0.1',
      created: createdAt,
      createdBy: [idOf('agent')],
      createdUsing: [idOf('tool')],
    },
    { ...element('SoftwareAgent', 'agent'), name: 'breakwater' },
    { ...element('Tool', 'tool'), name: `breakwater-${toolVersion}` },
    {
      ...element('SpdxDocument', 'document'),
      name: tags[0] ?? digest,
      profileConformance: ['core', 'software'],
      rootElement: [idOf('sbom')],
    },
    {
      ...element('software_Sbom', 'sbom'),
      software_sbomType: ['analyzed'],
      rootElement: [idOf('image')],
      element: members.map(({ spdxId }) => spdxId),
    },
    ...members,
  ];
  const document = { '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': graph };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function distroPackage({ id, version }: Distro) {
  return {
    name: id,
    ...(version === undefined ? {} : { software_packageVersion: version }),
    software_primaryPurpose: 'operatingSystem',
  };
}

function softwarePackage({ package: one }: SbomEntry) {
  return {
    name: one.name,
    software_packageVersion: one.version,
    software_packageUrl: one.purl,
    software_primaryPurpose: one.evidence === 'signature' ? 'application' : 'library',
  };
}

/** One relationship of SPDX goes from one element to many. */
function groupTargets(relationships: readonly PackageRelationship[], ids: ReadonlyMap<string, string>) {
  const groups = new Map<string, { from: string; relationshipType: string; to: string[] }>();
  for (const { from, type, to } of relationships) {
    const [fromId, toId] = [ids.get(from), ids.get(to)];
    if (fromId === undefined || toId === undefined) continue;
    const relationshipType = type === 'owns' ? 'contains' : 'dependsOn';
    const key = `${relationshipType} ${fromId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { from: fromId, relationshipType, to: [toId] });
    else group.to.push(toId);
  }
  return [...groups.values()];
}
