import type { Distro, PackageRelationship } from '@breakwater/model';
import { asObjects, asText, type JsonObject } from '../../json.ts';
import type { DocumentedImage } from '../documented-image.ts';
import { type Fact, readDistroFacts, readGapFacts, readStatedPackage } from '../package-facts.ts';
import { joinEntries } from '../sbom-entries.ts';
import { readFacts, readLicenses, readLocations } from '../spdx-facts.ts';

/** What an SPDX 2.2 or 2.3 document says of an image, whoever wrote it. Packages without a purl are gaps. */
export function readSpdx2(document: JsonObject): DocumentedImage {
  const purls = new Map<string, string>();
  const entries: NonNullable<ReturnType<typeof readStatedPackage>>[] = [];
  const described = describedIds(document);
  let image: JsonObject = {};
  let distro: Distro | undefined;
  let unnamed = 0;
  for (const one of asObjects(document.packages)) {
    const id = asText(one.SPDXID) ?? '';
    const facts = factsOf(one);
    if (described.has(id) || one.primaryPackagePurpose === 'CONTAINER') {
      image = one;
      continue;
    }
    if (one.primaryPackagePurpose === 'OPERATING-SYSTEM') {
      distro = readDistroFacts(asText(one.name) ?? '', asText(one.versionInfo), facts);
      continue;
    }
    const entry = readStatedPackage({
      purl: purlOf(one),
      name: asText(one.name),
      version: asText(one.versionInfo),
      licenses: readLicenses(facts, [asText(one.licenseConcluded), asText(one.licenseDeclared)]),
      locations: readLocations(facts),
      facts,
    });
    if (entry === undefined) unnamed += 1;
    else {
      entries.push(entry);
      purls.set(id, entry.package.purl);
    }
  }
  const facts = factsOf(image);
  const tags = facts.filter(([key]) => key === 'tag').map(([, tag]) => tag);
  const gaps = readGapFacts(facts);
  const noPurl = { what: `${unnamed} packages`, reason: 'have no purl: nobody can tell what they are' };
  const name = asText(image.name);
  const digest = asText(image.versionInfo) ?? '';
  return {
    digest,
    tags: tags.length > 0 || name === undefined || name === digest ? tags : [name],
    sbom: joinEntries(
      entries,
      asObjects(document.relationships).flatMap((one) => relate(one, purls)),
      distro,
    ),
    gaps: unnamed === 0 ? gaps : [...gaps, noPurl],
  };
}

function describedIds(document: JsonObject): ReadonlySet<string> {
  const ids = asObjects(document.relationships)
    .filter(
      ({ spdxElementId, relationshipType }) =>
        spdxElementId === 'SPDXRef-DOCUMENT' && relationshipType === 'DESCRIBES',
    )
    .map(({ relatedSpdxElement }) => asText(relatedSpdxElement) ?? '');
  // A document may describe each of its packages: then none of them is the image.
  return new Set(ids.length === 1 ? ids : []);
}

function purlOf({ externalRefs }: JsonObject): string | undefined {
  const reference = asObjects(externalRefs).find(({ referenceType }) => referenceType === 'purl');
  return asText(reference?.referenceLocator);
}

function factsOf({ annotations }: JsonObject): readonly Fact[] {
  return asObjects(annotations).flatMap(({ comment }) => readFacts(asText(comment) ?? ''));
}

function relate(one: JsonObject, purls: ReadonlyMap<string, string>): readonly PackageRelationship[] {
  const isReverse = one.relationshipType === 'DEPENDENCY_OF';
  const [from, to] = [one.spdxElementId, one.relatedSpdxElement].map((id) => purls.get(asText(id) ?? ''));
  if (from === undefined || to === undefined) return [];
  if (one.relationshipType === 'CONTAINS') return [{ from, type: 'owns', to }];
  if (one.relationshipType === 'DEPENDS_ON') return [{ from, type: 'depends-on', to }];
  return isReverse ? [{ from: to, type: 'depends-on', to: from }] : [];
}
