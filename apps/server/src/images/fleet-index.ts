import { type Match, type Severity, severityRank } from '@breakwater/model';
import { displayId } from '@breakwater/scan';
import { type StateStore, type StoredVariant, variantMatches } from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import { readEvaluation, readNextNumber } from '../fleet/index-settings.ts';
import { readFleet } from '../fleet/read-fleet.ts';

/** A package version of the fleet. */
export interface FleetPackage {
  readonly variant: StoredVariant;
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

/** The content of the package index turned round, from vulnerabilities to images; read anew when images or advisories changed. */
export class FleetIndex {
  readonly #state: StateStore;
  #known: { readonly version: string; readonly content: Promise<FleetContent> } | undefined;

  constructor(state: StateStore) {
    this.#state = state;
  }

  async read(): Promise<FleetContent> {
    const version = await this.#state.read(async (reader) => {
      const { version: indexed } = await readNextNumber(reader);
      return JSON.stringify([indexed, (await readEvaluation(reader))?.at]);
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
    const packages = [...fleet.variants.values()].flatMap((variant) => {
      const images = digests.get(variant.number);
      return images === undefined
        ? []
        : [{ variant, digests: images, matches: matches.get(variant.key) ?? [] }];
    });
    return { packages, vulnerabilities: byVulnerability(packages), suppressed };
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
