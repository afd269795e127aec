import { createHash } from 'node:crypto';
import type { Match } from '@breakwater/model';
import type { AdvisoryDatabase, PackageKey } from './advisories/database.ts';
import { matchPackages } from './match.ts';
import type { PackageVariant } from './reevaluate.ts';

/** Raised whenever the same data may be judged otherwise by a newer program: everything is then judged anew. */
const judgementVersion = 2;

/** What advisory data says of one package. */
export interface VariantVerdict {
  /** Without path and layer. */
  readonly matches: readonly Match[];
  /** Why it could not be judged, or not wholly. */
  readonly gaps: readonly string[];
}

/**
 * Names what a database says under the keys of a package. While the name is the same, so is the judgement: only packages with
 * another name are judged again.
 */
export function judgementState(
  keys: readonly PackageKey[],
  database: Pick<AdvisoryDatabase, 'info' | 'hashOf'>,
): string {
  const parts = keys.map(({ ecosystem, name }) =>
    database.info.ecosystems[ecosystem] === undefined ? '?' : (database.hashOf(ecosystem, name) ?? ''),
  );
  const text = parts.join(' ');
  const short = text.length <= 32 ? text : createHash('sha1').update(text).digest('base64');
  return `${judgementVersion}:${short}`;
}

/** False: no advisory of the database is about the ecosystem of the package, so that no match means nothing. */
export function hasAdvisories(
  keys: readonly PackageKey[],
  { info }: Pick<AdvisoryDatabase, 'info'>,
): boolean {
  return keys.some(({ ecosystem }) => info.ecosystems[ecosystem] !== undefined);
}

export function judgeVariant(
  { package: target, distro }: PackageVariant,
  database: AdvisoryDatabase,
): VariantVerdict {
  const sbom = { packages: [target], ...(distro === undefined ? {} : { distro }) };
  const { matches, gaps } = matchPackages(sbom, database);
  return { matches, gaps: gaps.map(({ reason }) => reason) };
}
