import { type Archive, readArchives } from '../../archives/archive.ts';
import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { identifyJar, isAmong } from './identify-jar.ts';
import { parseManifest } from './manifest.ts';
import { type Coordinates, parsePomProperties, parsePomXml } from './pom.ts';

/**
 * Artifacts in Java archives, nested to any depth. Each `pom.properties` is an artifact that was packed in, so that
 * shaded ones are found too; a jar without one is known by its manifest and file name.
 */
export const javaArchive: Cataloger = {
  name: 'java-archive',
  condensed: ['archives'],
  wants: (path) => !/\.egg$/i.test(path),
  parse(file) {
    const { archives, problems } = readArchives(file.content);
    return { packages: archives.flatMap((archive) => readArtifacts(archive, file.path)), problems };
  },
};

function readArtifacts(archive: Archive, path: string): readonly FoundPackage[] {
  const carried = readMaven(archive);
  const fileName = lastOf(archive.member === '' ? path : archive.member);
  const manifest = archive.documents.find(({ path: name }) => /^META-INF\/MANIFEST\.MF$/i.test(name));
  const identity = identifyJar(parseManifest(manifest?.text ?? ''), fileName);
  const member = archive.member === '' ? {} : { member: archive.member };
  const packages = carried.map(({ group, artifact, version, licenses = [] }) =>
    foundPackage('maven', `${group}:${artifact}`, version, { licenses, ...member }),
  );
  if (identity === undefined || isAmong(identity, carried)) return packages;
  const { group, artifact, version } = identity;
  if (group === undefined && carried.length > 0) return packages;
  // By its name alone it cannot be compared with anything: many artifacts share one.
  const own =
    group === undefined
      ? foundPackage('generic', artifact, version, member)
      : foundPackage('maven', `${group}:${artifact}`, version, member);
  return [own, ...packages];
}

/** By `pom.properties`, and by `pom.xml` where an artifact has only that. */
function readMaven({ documents }: Archive): readonly Coordinates[] {
  const folders = new Map<string, { properties?: string; xml?: string }>();
  for (const { path, text } of documents) {
    const match = /^(META-INF\/maven\/.+)\/pom\.(properties|xml)$/i.exec(path);
    if (match?.[1] === undefined) continue;
    const folder = folders.get(match[1]) ?? {};
    folders.set(match[1], match[2] === 'xml' ? { ...folder, xml: text } : { ...folder, properties: text });
  }
  return [...folders.values()].flatMap(({ properties, xml }) => {
    const fromXml = xml === undefined ? undefined : parsePomXml(xml);
    const found = (properties === undefined ? undefined : parsePomProperties(properties)) ?? fromXml;
    if (found === undefined) return [];
    return [fromXml?.licenses === undefined ? found : { ...found, licenses: fromXml.licenses }];
  });
}

function lastOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
}
