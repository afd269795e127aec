import { cvesOfErratum, type Match, ownNames, type SuppressedMatch } from '@breakwater/model';
import { PackageURL } from 'packageurl-js';
import type { VexProduct, VexStatement } from './vex-statement.ts';

/** The image that was scanned, as VEX documents may name it. */
export interface VexImage {
  readonly digest: string;
  /** `team/shop`; only its last part is a purl's name. */
  readonly repository?: string;
}

/** Matches that stay, and those that a VEX document takes back, with its word. */
export interface VexResult {
  readonly matches: readonly Match[];
  readonly suppressed: readonly SuppressedMatch[];
}

/**
 * Sets aside matches that a statement calls not affected or fixed. A later statement of the same document takes the place of an
 * earlier one on the same thing, so that what was not affected can become affected again.
 */
export function applyVex(
  matches: readonly Match[],
  statements: readonly (VexStatement & { readonly source: string })[],
  image: VexImage,
): VexResult {
  const kept: Match[] = [];
  const suppressed: SuppressedMatch[] = [];
  for (const match of matches) {
    const said = (names: readonly string[]) =>
      statements.findLast((statement) => isAbout(statement, names, match, image));
    const own = said(ownNames(match));
    // An erratum of several CVEs is set aside by its own id, or when each of them is.
    const words = own === undefined ? cvesOfErratum(match).map((cve) => said([cve])) : [own];
    const [word] = words;
    if (word === undefined || !words.every(isDismissal)) {
      kept.push(match);
      continue;
    }
    const { source, justification } = word;
    const status = words.every((one) => one?.status === 'fixed') ? 'fixed' : 'not-affected';
    suppressed.push({ match, status, source, ...(justification === undefined ? {} : { justification }) });
  }
  return { matches: kept, suppressed };
}

function isDismissal(statement: VexStatement | undefined): boolean {
  return statement?.status === 'not-affected' || statement?.status === 'fixed';
}

function isAbout(
  { vulnerabilities, products }: VexStatement,
  names: readonly string[],
  match: Match,
  image: VexImage,
): boolean {
  if (!vulnerabilities.some((name) => names.includes(name))) return false;
  return products.some((product) => isIn(product, match, image));
}

function isIn({ id, subcomponents }: VexProduct, match: Match, image: VexImage): boolean {
  const product = readPurl(id);
  if (product === undefined) return false;
  const { purl } = match.package;
  const isImage = product.type === 'oci' || product.type === 'docker';
  if (!isImage) return covers(product, purl) && subcomponents.length === 0;
  if (!isSameImage(product, image)) return false;
  return subcomponents.length === 0 || subcomponents.some((part) => covers(readPurl(part), purl));
}

/** What the statement does not name is not asked: without a version it is about all versions. */
function covers(named: PackageURL | undefined, purl: string): boolean {
  const found = readPurl(purl);
  if (named === undefined || found === undefined) return false;
  if (named.type !== found.type || named.namespace !== found.namespace || named.name !== found.name)
    return false;
  if (named.version !== undefined && named.version !== null && named.version !== found.version) return false;
  return Object.entries(named.qualifiers ?? {}).every(([key, value]) => found.qualifiers?.[key] === value);
}

function isSameImage({ name, version }: PackageURL, { digest, repository }: VexImage): boolean {
  if (version !== undefined && version !== null) return version === digest;
  return repository !== undefined && name === repository.split('/').at(-1);
}

function readPurl(text: string): PackageURL | undefined {
  try {
    return PackageURL.fromString(text);
  } catch {
    // Anything may stand where a purl is wanted; what is none names nothing that we know.
    return undefined;
  }
}
