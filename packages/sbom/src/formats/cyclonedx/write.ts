import { createHash } from 'node:crypto';
import type { Distro, PackageRelationship } from '@breakwater/model';
import { splitName } from '../../package-purl.ts';
import type { DocumentedImage, DocumentOptions } from '../documented-image.ts';
import { distroFacts, type Fact, gapFact, ownersOf, packageFacts } from '../package-facts.ts';
import { entriesOf, type SbomEntry } from '../sbom-entries.ts';

export interface CycloneDxOptions extends Omit<DocumentOptions, 'createdAt'> {
  /** ISO 8601; left out, two documents of one image are the same bytes. */
  readonly createdAt?: string;
}

/**
 * The packages of an image as CycloneDX 1.6 JSON, with what was not examined. The same input gives the same bytes:
 * the serial number is derived from the content. `readCycloneDx` gives back the same packages.
 */
export function toCycloneDx(image: DocumentedImage, { toolVersion, createdAt }: CycloneDxOptions): string {
  const { distro, relationships = [] } = image.sbom;
  const entries = entriesOf(image.sbom);
  const owners = ownersOf(relationships);
  const components = [
    ...(distro === undefined ? [] : [distroComponent(distro)]),
    ...entries.map((entry) => component(entry, owners.get(entry.package.purl) ?? [])),
  ];
  const gaps = image.gaps ?? [];
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(JSON.stringify([image.digest, components])),
    version: 1,
    metadata: {
      ...(createdAt === undefined ? {} : { timestamp: createdAt }),
      tools: { components: [{ type: 'application', name: 'breakwater', version: toolVersion }] },
      component: imageComponent(image),
      ...(gaps.length === 0 ? {} : { properties: properties(gaps.map(gapFact)) }),
    },
    components,
    dependencies: dependencies(relationships, entries),
    compositions: [{ aggregate: gaps.length === 0 ? 'complete' : 'incomplete', assemblies: [image.digest] }],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function imageComponent({ digest, tags }: DocumentedImage) {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  return {
    type: 'container',
    'bom-ref': digest,
    name: tags[0] ?? digest,
    version: digest,
    ...(hex === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: hex }] }),
    ...(tags.length === 0 ? {} : { properties: properties(tags.map((tag) => ['tag', tag])) }),
  };
}

function distroComponent(distro: Distro) {
  const { id, version, prettyName } = distro;
  const facts = distroFacts(distro);
  return {
    type: 'operating-system',
    'bom-ref': `os:${id}${version === undefined ? '' : `@${version}`}`,
    name: id,
    ...(version === undefined ? {} : { version }),
    ...(prettyName === undefined ? {} : { description: prettyName }),
    ...(facts.length === 0 ? {} : { properties: properties(facts) }),
  };
}

function component(entry: SbomEntry, owners: readonly string[]) {
  const { ref, package: one } = entry;
  const { namespace, name } = splitName(one.type, one.name);
  return {
    type: one.evidence === 'signature' ? 'application' : 'library',
    'bom-ref': ref,
    ...(namespace === undefined ? {} : { group: namespace }),
    name,
    version: one.version,
    ...(one.licenses.length === 0
      ? {}
      : { licenses: one.licenses.map((text) => ({ license: { name: text } })) }),
    purl: one.purl,
    properties: properties([...packageFacts(entry), ...owners.map((owner) => ['owned-by', owner] as const)]),
    evidence: {
      occurrences: one.locations.map(({ path, layer }) => ({
        location: path,
        ...(layer === undefined ? {} : { additionalContext: layer }),
      })),
    },
  };
}

function properties(facts: readonly Fact[]) {
  return facts.map(([name, value]) => ({ name: `breakwater:${name}`, value }));
}

/** Relationships know purls; where one is in two lists, it is the one that is there that others need. */
function dependencies(relationships: readonly PackageRelationship[], entries: readonly SbomEntry[]) {
  const refs = new Set(entries.map(({ ref }) => ref));
  const needs = new Map<string, string[]>();
  for (const { from, type, to } of relationships) {
    if (type !== 'depends-on' || !refs.has(from) || !refs.has(to)) continue;
    const known = needs.get(from);
    if (known === undefined) needs.set(from, [to]);
    else known.push(to);
  }
  return [...needs].map(([ref, dependsOn]) => ({ ref, dependsOn }));
}

/** A UUID (version 8: of our own making) from a hash, for there is neither clock nor chance here. */
function serialNumber(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ];
  return `urn:uuid:${groups.join('-')}`;
}
