import type { Distro, Gap, Package, PackageRelationship } from '@breakwater/model';
import type { FoundPackage } from '../cataloger.ts';
import { asObject, asText } from '../json.ts';
import { packageFromPurl } from '../package-from-purl.ts';
import { listOf, type SbomEntry, type SbomList } from './sbom-entries.ts';

/** A fact that a format has no place of its own for: a name and a text. */
export type Fact = readonly [name: string, value: string];

/** What no format knows of a package; names may repeat. */
export function packageFacts({ list, package: one }: Pick<SbomEntry, 'list' | 'package'>): readonly Fact[] {
  const facts: (readonly [string, string | undefined])[] = [
    ['cataloger', one.foundBy],
    ['package:type', one.type],
    ['package:name', one.name],
    ['package:version', one.version],
    ['list', list === 'packages' ? undefined : list],
    ['architecture', one.architecture],
    ['origin:name', one.origin?.name],
    ['origin:version', one.origin?.version],
    ['owner', one.owner],
    ['evidence', one.evidence],
    ['third-party', one.isThirdParty === true ? 'true' : undefined],
  ];
  return facts.filter((fact): fact is Fact => fact[1] !== undefined);
}

/** What a document says of a package beside its facts. */
export interface StatedPackage {
  readonly purl: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly licenses: readonly string[];
  readonly locations: Package['locations'];
  readonly facts: readonly Fact[];
}

/**
 * The package that a document states: by the facts where we wrote it, else by its purl. Undefined when neither
 * tells type, name and version.
 */
export function readStatedPackage(
  stated: StatedPackage,
): { readonly list: SbomList; readonly package: Package } | undefined {
  const { purl, licenses, locations, facts } = stated;
  if (purl === undefined) return undefined;
  const fact = (name: string) => facts.find(([key]) => key === name)?.[1];
  const [type, name, version] = [fact('package:type'), fact('package:name'), fact('package:version')];
  const known: FoundPackage | undefined =
    type !== undefined && name !== undefined && version !== undefined
      ? { type, name, version, purl, licenses }
      : packageFromPurl(purl, { licenses });
  if (known === undefined) return undefined;
  const architecture = fact('architecture') ?? known.architecture;
  const origin = readOrigin(fact('origin:name'), fact('origin:version')) ?? known.origin;
  const owner = fact('owner');
  const evidence = fact('evidence');
  return {
    list: listOf(fact('list')),
    package: {
      type: known.type,
      name: known.name,
      version: known.version,
      purl,
      licenses,
      ...(architecture === undefined ? {} : { architecture }),
      ...(origin === undefined ? {} : { origin }),
      locations,
      foundBy: fact('cataloger') ?? 'sbom',
      ...(owner === undefined ? {} : { owner }),
      ...(evidence === 'lock-file' || evidence === 'signature' ? { evidence } : {}),
      ...(fact('third-party') === 'true' ? { isThirdParty: true } : {}),
    },
  };
}

function readOrigin(name: string | undefined, version: string | undefined): Package['origin'] {
  return name === undefined || version === undefined ? undefined : { name, version };
}

/** Facts of a distribution beside its id and version. */
export function distroFacts({ codename, prettyName }: Distro): readonly Fact[] {
  return [
    ...(codename === undefined ? [] : [['distro:codename', codename] as const]),
    ...(prettyName === undefined ? [] : [['distro:pretty-name', prettyName] as const]),
  ];
}

export function readDistroFacts(id: string, version: string | undefined, facts: readonly Fact[]): Distro {
  const fact = (name: string) => facts.find(([key]) => key === name)?.[1];
  const [codename, prettyName] = [fact('distro:codename'), fact('distro:pretty-name')];
  return {
    id,
    ...(version === undefined ? {} : { version }),
    ...(codename === undefined ? {} : { codename }),
    ...(prettyName === undefined ? {} : { prettyName }),
  };
}

/** What was not examined, as a fact; JSON, since both parts may hold anything. */
export function gapFact({ what, reason }: Gap): Fact {
  return ['not-examined', JSON.stringify({ what, reason })];
}

export function readGapFacts(facts: readonly Fact[]): readonly Gap[] {
  return facts.flatMap(([name, value]) => {
    if (name !== 'not-examined') return [];
    const gap = asObject(parseGap(value));
    return [{ what: asText(gap?.what) ?? 'SBOM', reason: asText(gap?.reason) ?? value }];
  });
}

function parseGap(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Who owns whom: by reference in no format, so that it is told with the one that is owned. */
export function ownersOf(
  relationships: readonly PackageRelationship[],
): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const { from, type, to } of relationships) {
    if (type !== 'owns') continue;
    const known = owners.get(to);
    if (known === undefined) owners.set(to, [from]);
    else known.push(from);
  }
  return owners;
}
