import {
  everything,
  type Filter,
  type Match,
  type Package,
  type Severity,
  severityRank,
} from '@breakwater/model';
import { displayId } from '@breakwater/scan';
import { imageReports, images, type StateStore, variantMatches } from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import { readEvaluation, readNextNumber } from '../fleet/index-settings.ts';
import { readFleet } from '../fleet/read-fleet.ts';

/** A package version of the fleet. */
export interface FleetPackage {
  readonly package: Pick<Package, 'type' | 'name' | 'version' | 'purl'>;
  readonly digests: readonly string[];
  readonly matches: readonly Match[];
}

/** A vulnerability of the fleet: the packages that have it. */
export interface FleetVulnerability {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly packages: readonly FleetPackage[];
  /** The most telling of its matches. */
  readonly match: Match;
  readonly hasFix: boolean;
}

/** Packages and vulnerabilities of all images at one moment. */
export interface FleetContent {
  readonly packages: readonly FleetPackage[];
  readonly vulnerabilities: ReadonlyMap<string, FleetVulnerability>;
  /** Vulnerabilities that VEX documents took back, by image. */
  readonly suppressed: ReadonlyMap<string, ReadonlySet<string>>;
}

const isSample: Filter = { op: '=', field: 'isSample', value: 'true' };

/**
 * The content of the package index turned round, from vulnerabilities to images; read anew when images or advisories changed. The
 * images of the sample, which no advisory reaches, are in no index: theirs is read from their reports.
 */
export class FleetIndex {
  readonly #state: StateStore;
  #known: { readonly version: string; readonly content: Promise<FleetContent> } | undefined;

  constructor(state: StateStore) {
    this.#state = state;
  }

  async read(): Promise<FleetContent> {
    const version = await this.#state.read(async (reader) => {
      const { version: indexed } = await readNextNumber(reader);
      const samples = await reader.table(images, everything).count(isSample);
      return JSON.stringify([indexed, (await readEvaluation(reader))?.at, samples]);
    });
    if (this.#known?.version === version) return this.#known.content;
    const content = this.#build();
    this.#known = { version, content };
    content.catch(() => {
      if (this.#known?.content === content) this.#known = undefined;
    });
    return content;
  }

  async #build(): Promise<FleetContent> {
    const fleet = await readFleet(this.#state);
    const digests = new Map<number, string[]>();
    const suppressed = new Map<string, ReadonlySet<string>>();
    for (const { image, variants } of fleet.images) {
      for (const number of new Set(variants)) {
        const known = digests.get(number);
        if (known === undefined) digests.set(number, [image.digest]);
        else known.push(image.digest);
      }
      if (image.suppressed.length > 0)
        suppressed.set(image.digest, new Set(image.suppressed.flatMap(([, names]) => names)));
    }
    const matches = await this.#state.read(async (reader) => {
      const found = new Map<string, readonly Match[]>();
      for await (const one of recordsOf(reader.table(variantMatches))) {
        if (one.matches.length > 0) found.set(one.variant, one.matches);
      }
      return found;
    });
    const packages: FleetPackage[] = [...fleet.variants.values()].flatMap((variant) => {
      const holders = digests.get(variant.number);
      return holders === undefined
        ? []
        : [{ package: variant.package, digests: holders, matches: matches.get(variant.key) ?? [] }];
    });
    packages.push(...(await this.#readSample()));
    return { packages, vulnerabilities: byVulnerability(packages), suppressed };
  }

  async #readSample(): Promise<readonly FleetPackage[]> {
    const found = new Map<
      string,
      { readonly digests: string[]; readonly one: Package; matches: readonly Match[] }
    >();
    await this.#state.read(async (reader) => {
      for await (const { report } of recordsOf(reader.table(imageReports, everything), isSample)) {
        const byPurl = Map.groupBy(report.matches, (match) => match.package.purl);
        for (const [purl, [one]] of Map.groupBy(report.sbom.packages, (each) => each.purl)) {
          if (one === undefined) continue;
          const known = found.get(purl) ?? { digests: [], one, matches: [] };
          known.digests.push(report.digest);
          if (known.matches.length === 0) known.matches = byPurl.get(purl) ?? [];
          found.set(purl, known);
        }
      }
    });
    return [...found.values()].map(({ one, digests, matches }) => ({ package: one, digests, matches }));
  }
}

function byVulnerability(packages: readonly FleetPackage[]): ReadonlyMap<string, FleetVulnerability> {
  const groups = new Map<string, { readonly found: FleetPackage[]; readonly matches: Match[] }>();
  for (const one of packages) {
    for (const match of one.matches) {
      const id = displayId(match);
      const group = groups.get(id) ?? { found: [], matches: [] };
      if (group.found.at(-1) !== one) group.found.push(one);
      group.matches.push(match);
      groups.set(id, group);
    }
  }
  return new Map([...groups].map(([id, { found, matches }]) => [id, vulnerabilityOf(id, found, matches)]));
}

function vulnerabilityOf(
  id: string,
  packages: readonly FleetPackage[],
  matches: readonly Match[],
): FleetVulnerability {
  const [match] = matches.toSorted(
    (a, b) =>
      Number(b.isKnownExploited) - Number(a.isKnownExploited) ||
      severityRank(a.severity) - severityRank(b.severity) ||
      b.summary.length - a.summary.length,
  );
  if (match === undefined) throw new RangeError(`${id} has no match`);
  const names = new Set(matches.flatMap((one) => [one.id, ...one.aliases]));
  names.delete(id);
  return {
    id,
    aliases: [...names].sort(),
    severity: matches.reduce(
      (worst, one) => (severityRank(one.severity) < severityRank(worst) ? one.severity : worst),
      match.severity,
    ),
    packages,
    match,
    hasFix: matches.some(({ fixState }) => fixState === 'fixed'),
  };
}
