import type { Distro, PackageRelationship } from '@breakwater/model';
import { asObjects, asText, asTexts, type JsonObject } from '../../json.ts';
import type { DocumentedImage } from '../documented-image.ts';
import { type Fact, readDistroFacts, readGapFacts, readStatedPackage } from '../package-facts.ts';
import { joinEntries } from '../sbom-entries.ts';
import { readFacts, readLicenses, readLocations } from '../spdx-facts.ts';

/** What an SPDX 3.0 document says of an image. Packages without a purl are gaps. */
export function readSpdx3(document: JsonObject): DocumentedImage {
  const graph = asObjects(document['@graph']);
  const facts = annotationsOf(graph);
  const purls = new Map<string, string>();
  const entries: NonNullable<ReturnType<typeof readStatedPackage>>[] = [];
  let image: JsonObject = {};
  let distro: Distro | undefined;
  let unnamed = 0;
  for (const one of graph) {
    if (one.type !== 'software_Package') continue;
    const id = asText(one.spdxId) ?? '';
    const own = facts.get(id) ?? [];
    const version = asText(one.software_packageVersion);
    if (one.software_primaryPurpose === 'container') image = one;
    else if (one.software_primaryPurpose === 'operatingSystem') {
      distro = readDistroFacts(asText(one.name) ?? '', version, own);
    } else {
      const entry = readStatedPackage({
        purl: asText(one.software_packageUrl) ?? externalPurl(one),
        name: asText(one.name),
        version,
        licenses: readLicenses(own, []),
        locations: readLocations(own),
        facts: own,
      });
      if (entry === undefined) unnamed += 1;
      else {
        entries.push(entry);
        purls.set(id, entry.package.purl);
      }
    }
  }
  const about = facts.get(asText(image.spdxId) ?? '') ?? [];
  const tags = about.filter(([key]) => key === 'tag').map(([, tag]) => tag);
  const gaps = readGapFacts(about);
  const noPurl = { what: `${unnamed} packages`, reason: 'have no purl: nobody can tell what they are' };
  const digest = asText(image.software_packageVersion) ?? '';
  const name = asText(image.name);
  return {
    digest,
    tags: tags.length > 0 || name === undefined || name === digest ? tags : [name],
    sbom: joinEntries(
      entries,
      graph.flatMap((one) => relate(one, purls)),
      distro,
    ),
    gaps: unnamed === 0 ? gaps : [...gaps, noPurl],
  };
}

function annotationsOf(graph: readonly JsonObject[]): ReadonlyMap<string, readonly Fact[]> {
  const facts = new Map<string, readonly Fact[]>();
  for (const { type, subject, statement } of graph) {
    const about = asText(subject);
    if (type !== 'Annotation' || about === undefined) continue;
    facts.set(about, [...(facts.get(about) ?? []), ...readFacts(asText(statement) ?? '')]);
  }
  return facts;
}

function externalPurl({ externalIdentifier }: JsonObject): string | undefined {
  const purl = asObjects(externalIdentifier).find(
    ({ externalIdentifierType }) => externalIdentifierType === 'packageUrl',
  );
  return asText(purl?.identifier);
}

function relate(one: JsonObject, purls: ReadonlyMap<string, string>): readonly PackageRelationship[] {
  const from = purls.get(asText(one.from) ?? '');
  const type =
    one.relationshipType === 'contains'
      ? 'owns'
      : one.relationshipType === 'dependsOn'
        ? 'depends-on'
        : undefined;
  if (one.type !== 'Relationship' || from === undefined || type === undefined) return [];
  return asTexts(one.to).flatMap((id) => {
    const to = purls.get(id);
    return to === undefined ? [] : [{ from, type, to } as const];
  });
}
