import type { ImageReport, Match, Package } from '@breakwater/model';
import { displayId } from './reports/remark.ts';

/** A package that one image has and the other has not, or has in another version. */
export interface PackageDifference {
  readonly type: string;
  readonly name: string;
  /** Versions in the first image, sorted; empty: it is new. */
  readonly from: readonly string[];
  /** Versions in the second image, sorted; empty: it is gone. */
  readonly to: readonly string[];
}

/** A part of the configuration that differs; absent parts are empty texts. */
export interface ConfigDifference {
  /** `user`, `env.NODE_ENV`, `labels.version` … */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** What changed from one image to another. */
export interface ReportComparison {
  readonly packages: readonly PackageDifference[];
  readonly newVulnerabilities: readonly Match[];
  readonly goneVulnerabilities: readonly Match[];
  readonly keptVulnerabilities: number;
  readonly config: readonly ConfigDifference[];
  /** Layers that both begin with. */
  readonly sharedLayers: number;
}

/**
 * Compares two reports. A vulnerability is the same when it has the same id and package name: an upgrade that does not end it
 * makes it neither new nor gone.
 */
export function compareReports(from: ImageReport, to: ImageReport): ReportComparison {
  const before = byVulnerability(from.matches);
  const after = byVulnerability(to.matches);
  const isNew = ([key]: readonly [string, Match]) => !before.has(key);
  const isGone = ([key]: readonly [string, Match]) => !after.has(key);
  const added = [...after].filter(isNew);
  return {
    packages: comparePackages(from.sbom.packages, to.sbom.packages),
    newVulnerabilities: added.map(([, match]) => match),
    goneVulnerabilities: [...before].filter(isGone).map(([, match]) => match),
    keptVulnerabilities: after.size - added.length,
    config: compareFacts(factsOf(from), factsOf(to)),
    sharedLayers: countShared(from, to),
  };
}

function byVulnerability(matches: readonly Match[]): ReadonlyMap<string, Match> {
  return new Map(
    matches.map((match) => [`${displayId(match)} ${match.package.type} ${match.package.name}`, match]),
  );
}

function comparePackages(from: readonly Package[], to: readonly Package[]): PackageDifference[] {
  const before = versionsByName(from);
  const after = versionsByName(to);
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key) => {
    const older = before.get(key);
    const newer = after.get(key);
    const [first, second] = [listOf(older?.versions), listOf(newer?.versions)];
    if (first.join('\n') === second.join('\n')) return [];
    const { type = '', name = '' } = older ?? newer ?? {};
    return [{ type, name, from: first, to: second }];
  });
}

interface Versions {
  readonly type: string;
  readonly name: string;
  readonly versions: Set<string>;
}

function versionsByName(packages: readonly Package[]): ReadonlyMap<string, Versions> {
  const found = new Map<string, Versions>();
  for (const { type, name, version } of packages) {
    const key = `${type} ${name}`;
    const known = found.get(key) ?? { type, name, versions: new Set() };
    known.versions.add(version);
    found.set(key, known);
  }
  return found;
}

function listOf(versions: ReadonlySet<string> | undefined): readonly string[] {
  return [...(versions ?? [])].sort();
}

/** The configuration as named texts. */
function factsOf({ config, sbom, baseImage }: ImageReport): ReadonlyMap<string, string> {
  const facts = new Map<string, string>([
    ['platform', `${config.os}/${config.architecture}`],
    ['distribution', sbom.distro?.prettyName ?? sbom.distro?.id ?? ''],
    ['baseImage', baseImage?.name ?? ''],
    ['user', config.user ?? ''],
    ['entrypoint', config.entrypoint.join(' ')],
    ['cmd', config.cmd.join(' ')],
    ['exposedPorts', [...config.exposedPorts].sort().join(' ')],
    ['healthcheck', config.hasHealthcheck ? 'yes' : 'no'],
  ]);
  for (const variable of config.env) {
    const at = variable.indexOf('=');
    const name = at < 0 ? variable : variable.slice(0, at);
    facts.set(`env.${name}`, at < 0 ? '' : variable.slice(at + 1));
  }
  for (const [name, value] of Object.entries(config.labels)) facts.set(`labels.${name}`, value);
  return facts;
}

function compareFacts(
  from: ReadonlyMap<string, string>,
  to: ReadonlyMap<string, string>,
): ConfigDifference[] {
  const order = (field: string) => ['env', 'labels'].indexOf(field.split('.', 1)[0] ?? '');
  const fields = [...new Set([...from.keys(), ...to.keys()])].sort((a, b) => order(a) - order(b));
  return fields.flatMap((field) => {
    const [before = '', after = ''] = [from.get(field), to.get(field)];
    return before === after ? [] : [{ field, from: before, to: after }];
  });
}

function countShared(from: ImageReport, to: ImageReport): number {
  const differs = from.layers.findIndex((layer, index) => layer.diffId !== to.layers[index]?.diffId);
  return differs < 0 ? from.layers.length : differs;
}
