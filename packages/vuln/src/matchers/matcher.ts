import type { Distro, Package } from '@breakwater/model';
import type { AffectedPackage } from '../advisories/database.ts';

/** Under what name advisories know a package. */
export interface Subject {
  /** OSV ecosystems that may hold data on it; all that exist are asked. */
  readonly ecosystems: readonly [string, ...string[]];
  readonly name: string;
  /** As the advisories of these ecosystems write versions. */
  readonly version: string;
  /** How the package was identified, for the match's evidence: `source-package`, `exact-package`. */
  readonly matchedBy: string;
}

/**
 * Finds packages of one kind in the advisories. A string says why a package cannot be judged, for people;
 * undefined: no advisory could be about it (the program under its own development version).
 */
export interface Matcher {
  /** purl types. */
  readonly types: readonly string[];
  subject(target: Package, distro: Distro | undefined): Subject | string | undefined;
  /** False: the statement is about another build of the same name. */
  isAbout?(target: Package, statement: AffectedPackage): boolean;
}
