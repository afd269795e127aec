import type { Match, Package } from '@breakwater/model';
import { displayId } from '@breakwater/scan';

type Named = Pick<Package, 'type' | 'name' | 'version' | 'purl'>;

/** A package version of the fleet: the images that have it, and its vulnerabilities with theirs. */
export interface FleetPackage {
  readonly package: Named;
  readonly digests: ReadonlySet<string>;
  readonly found: readonly { readonly match: Match; readonly digests: ReadonlySet<string> }[];
}

interface Gathered {
  readonly package: Named;
  readonly digests: Set<string>;
  /** By the id that people know it by. */
  readonly found: Map<string, { readonly match: Match; readonly digests: Set<string> }>;
  isJudged: boolean;
}

/** Gathers the packages of many images, each version once. */
export class FleetPackages {
  readonly #byPurl = new Map<string, Gathered>();

  /** @param isJudged the server's data spoke of it, if only to say that nothing is known: what scans said counts no more */
  add(one: Named, digest: string, isJudged: boolean): void {
    const gathered = this.#of(one);
    gathered.digests.add(digest);
    gathered.isJudged ||= isJudged;
  }

  /** What the server's data says of a package. */
  addMatch(one: Named, match: Match, digest: string): void {
    note(this.#of(one), match, digest);
  }

  /** What a scan said of a package of its image; nothing of one that is judged. */
  addUnjudged(match: Match, digest: string): void {
    const gathered = this.#byPurl.get(match.package.purl);
    if (gathered !== undefined && !gathered.isJudged) note(gathered, match, digest);
  }

  list(): readonly FleetPackage[] {
    return [...this.#byPurl.values()].map(({ package: one, digests, found }) => ({
      package: one,
      digests,
      found: [...found.values()],
    }));
  }

  #of({ type, name, version, purl }: Named): Gathered {
    const known = this.#byPurl.get(purl);
    if (known !== undefined) return known;
    const made: Gathered = {
      package: { type, name, version, purl },
      digests: new Set(),
      found: new Map(),
      isJudged: false,
    };
    this.#byPurl.set(purl, made);
    return made;
  }
}

function note({ found }: Gathered, match: Match, digest: string): void {
  const id = displayId(match);
  const known = found.get(id);
  if (known === undefined) found.set(id, { match, digests: new Set([digest]) });
  else known.digests.add(digest);
}
