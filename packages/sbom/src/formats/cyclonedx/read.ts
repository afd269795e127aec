import type { Distro, Package, PackageRelationship } from '@breakwater/model';
import { asObject, asObjects, asText, asTexts, type JsonObject } from '../../json.ts';
import type { DocumentedImage } from '../documented-image.ts';
import { type Fact, readDistroFacts, readGapFacts, readStatedPackage } from '../package-facts.ts';
import { joinEntries } from '../sbom-entries.ts';

const maxDepth = 16;

/** What a CycloneDX document (1.2 to 1.7) says of an image, whoever wrote it. Components without a purl are gaps. */
export function readCycloneDx(document: JsonObject): DocumentedImage {
  const metadata = asObject(document.metadata) ?? {};
  const image = asObject(metadata.component) ?? {};
  const purls = new Map<string, string>();
  const entries: NonNullable<ReturnType<typeof readStatedPackage>>[] = [];
  const relationships: PackageRelationship[] = [];
  let distro: Distro | undefined;
  let unnamed = 0;
  for (const component of flatten(document.components, 0)) {
    if (component.type === 'operating-system') {
      distro ??= readDistro(component);
      continue;
    }
    const entry = readComponent(component);
    if (entry === undefined) {
      if (component.type !== 'file') unnamed += 1;
      continue;
    }
    entries.push(entry);
    purls.set(asText(component['bom-ref']) ?? entry.package.purl, entry.package.purl);
    for (const owner of factsOf(component)) {
      if (owner[0] === 'owned-by')
        relationships.push({ from: owner[1], type: 'owns', to: entry.package.purl });
    }
  }
  for (const { ref, dependsOn } of asObjects(document.dependencies)) {
    const from = purls.get(asText(ref) ?? '');
    for (const needed of asTexts(dependsOn)) {
      const to = purls.get(needed);
      if (from !== undefined && to !== undefined) relationships.push({ from, type: 'depends-on', to });
    }
  }
  const gaps = readGapFacts(factsOf(metadata));
  const noPurl = { what: `${unnamed} components`, reason: 'have no purl: nobody can tell what they are' };
  const facts = factsOf(image);
  const name = asText(image.name);
  const tags = facts.filter(([key]) => key === 'tag').map(([, tag]) => tag);
  return {
    digest: asText(image.version) ?? '',
    tags: tags.length > 0 || name === undefined || name === image.version ? tags : [name],
    sbom: joinEntries(entries, relationships, distro),
    gaps: unnamed === 0 ? gaps : [...gaps, noPurl],
  };
}

/** Components may hold components. */
function* flatten(components: unknown, depth: number): IterableIterator<JsonObject> {
  if (depth > maxDepth) return;
  for (const component of asObjects(components)) {
    yield component;
    yield* flatten(component.components, depth + 1);
  }
}

function readComponent(component: JsonObject) {
  return readStatedPackage({
    purl: asText(component.purl),
    name: asText(component.name),
    version: asText(component.version),
    licenses: asObjects(component.licenses).flatMap(readLicense),
    locations: asObjects(asObject(component.evidence)?.occurrences).flatMap(readOccurrence),
    facts: factsOf(component),
  });
}

/** `{license: {id}}`, `{license: {name}}` or `{expression}`. */
function readLicense(one: JsonObject): readonly string[] {
  const license = asObject(one.license);
  const text = asText(one.expression) ?? asText(license?.id) ?? asText(license?.name);
  return text === undefined ? [] : [text];
}

function readOccurrence({ location, additionalContext }: JsonObject): Package['locations'] {
  const path = asText(location);
  const layer = asText(additionalContext);
  if (path === undefined) return [];
  return [layer?.startsWith('sha256:') === true ? { path, layer } : { path }];
}

function readDistro(component: JsonObject): Distro | undefined {
  const id = asText(component.name);
  return id === undefined ? undefined : readDistroFacts(id, asText(component.version), factsOf(component));
}

function factsOf({ properties }: JsonObject): readonly Fact[] {
  return asObjects(properties).flatMap(({ name, value }): readonly Fact[] => {
    const key = /^breakwater:(.+)$/.exec(asText(name) ?? '')?.[1];
    return key === undefined || typeof value !== 'string' ? [] : [[key, value]];
  });
}
