import {
  everything,
  type ImageReport,
  type Match,
  type Package,
  type Severity,
  severityRank,
} from '@breakwater/model';
import { displayId } from '@breakwater/scan';
import { imageReports, imageScanCounts, images, type StateStore, variantMatches } from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import { readEvaluation, readNextNumber } from '../fleet/index-settings.ts';
import { readFleet } from '../fleet/read-fleet.ts';
import { type FleetPackage, FleetPackages } from './fleet-packages.ts';

/** A vulnerability of the fleet: the packages that have it, each with its images. */
export interface FleetVulnerability {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly found: readonly FoundIn[];
  /** The most telling of its matches. */
  readonly match: Match;
  readonly hasFix: boolean;
}

export interface FoundIn {
  readonly package: Pick<Package, 'type' | 'name' | 'version' | 'purl'>;
  readonly match: Match;
  readonly digests: ReadonlySet<string>;
}

/** Packages and vulnerabilities of all images at one moment. */
export interface FleetContent {
  readonly packages: readonly FleetPackage[];
  readonly vulnerabilities: ReadonlyMap<string, FleetVulnerability>;
  /** Vulnerabilities that VEX documents took back, by image. */
  readonly suppressed: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * The content of the package index turned round, from vulnerabilities to images; read anew when images or advisories changed.
 * Packages that no data set of this server was asked about are told by the reports of their images, and so is the sample, which is
 * in no index.
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
      const stored = await reader.table(images, everything).count();
      return JSON.stringify([indexed, (await readEvaluation(reader))?.at, stored]);
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
    const packages = new FleetPackages();
    const suppressed = new Map<string, ReadonlySet<string>>();
    const indexed = new Set<string>();
    const matches = await this.#readMatches();
    for (const { image, variants } of fleet.images) {
      indexed.add(image.digest);
      for (const number of new Set(variants)) {
        const variant = fleet.variants[number];
        if (variant === undefined) continue;
        const isJudged = variant.judgement?.hasData === true;
        packages.add(variant.package, image.digest, isJudged);
        if (!isJudged) continue;
        for (const match of matches.get(variant.key) ?? [])
          packages.addMatch(variant.package, match, image.digest);
      }
      if (image.suppressed.length > 0)
        suppressed.set(image.digest, new Set(image.suppressed.flatMap(([, names]) => names)));
    }
    const isJudged = (number: number) => fleet.variants[number]?.judgement?.hasData === true;
    for (const digest of await this.#withOwnFindings(isJudged)) {
      const report = await this.#readReport(digest);
      if (report !== undefined) addReport(packages, report, !indexed.has(digest));
    }
    const all = packages.list();
    return { packages: all, vulnerabilities: byVulnerability(all), suppressed };
  }

  #readMatches(): Promise<ReadonlyMap<string, readonly Match[]>> {
    return this.#state.read(async (reader) => {
      const found = new Map<string, readonly Match[]>();
      for await (const one of recordsOf(reader.table(variantMatches))) {
        if (one.matches.length > 0) found.set(one.variant, one.matches);
      }
      return found;
    });
  }

  /** Images of which something rests on their scan alone. */
  #withOwnFindings(isJudged: (variant: number) => boolean): Promise<ReadonlySet<string>> {
    return this.#state.read(async (reader) => {
      const digests = new Set<string>();
      for await (const { digest, scanned } of recordsOf(reader.table(imageScanCounts))) {
        if (scanned.some(([number]) => !isJudged(number))) digests.add(digest);
      }
      const isSample = { op: '=', field: 'isSample', value: 'true' } as const;
      for await (const { digest } of recordsOf(reader.table(images, everything), isSample))
        digests.add(digest);
      return digests;
    });
  }

  /** Each in a read of its own, so that nobody waits for thousands. */
  async #readReport(digest: string): Promise<ImageReport | undefined> {
    const stored = await this.#state.read((reader) => reader.table(imageReports, everything).get(digest));
    return stored?.record.report;
  }
}

/** What a scan found; a match that the index knows of the image already is the same one. */
function addReport(packages: FleetPackages, report: ImageReport, isNew: boolean): void {
  if (isNew) for (const one of report.sbom.packages) packages.add(one, report.digest, false);
  for (const match of report.matches) packages.addUnjudged(match, report.digest);
}

function byVulnerability(packages: readonly FleetPackage[]): ReadonlyMap<string, FleetVulnerability> {
  const groups = Map.groupBy(
    packages.flatMap((one) =>
      one.found.map(({ match, digests }): FoundIn => ({ package: one.package, match, digests })),
    ),
    ({ match }) => displayId(match),
  );
  return new Map([...groups].map(([id, found]) => [id, vulnerabilityOf(id, found)]));
}

function vulnerabilityOf(id: string, found: readonly FoundIn[]): FleetVulnerability {
  const matches = found.map(({ match }) => match);
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
    found,
    match,
    hasFix: matches.some(({ fixState }) => fixState === 'fixed'),
  };
}
