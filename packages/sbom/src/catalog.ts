import type { FileTree, SelectedFile } from '@breakwater/image';
import type { Gap, Package, PackageLocation, Sbom } from '@breakwater/model';
import type { CatalogContext, Cataloger, FileOwnership, FoundPackage, ParsedFile } from './cataloger.ts';
import { type CatalogerIndex, selectionOf } from './cataloger-index.ts';
import { readDistro } from './distro/read-distro.ts';
import { mergePackages } from './merge-packages.ts';
import { distroTypes, findOwners, type Owner, type OwnerOf } from './ownership.ts';
import { type RelatedPackage, relate } from './relationships.ts';
import { findUncatalogued } from './uncatalogued.ts';

export interface Catalog extends Sbom {
  /** Files that could not be read, and evidence that nobody reads. */
  readonly gaps: readonly Gap[];
}

export interface CatalogOptions {
  /**
   * When packages that only lock files name count as there. In an image they tell intent (`never`); in a source
   * tree, known by having no distribution, they are all there is.
   */
  readonly lockFilesCount?: 'never' | 'without-distro';
}

/** Packages of one image beyond this are not listed. */
const maxPackages = 200_000;
/** Characters of a name or version; longer ones are no package's. */
const maxNameLength = 1024;
/** Gaps that are told one by one. */
const maxGaps = 500;
/** Problems of one file that are told one by one. */
const maxProblemsPerFile = 5;

/** What all files of an image gave. */
interface Findings {
  readonly packages: RelatedPackage[];
  readonly ownership: FileOwnership[];
  readonly gaps: Gap[];
  /** Files whose content is not known, by reason. */
  readonly unexamined: Map<string, string[]>;
}

/**
 * Runs catalogers over the contents that a tree was read with. Packages are told apart by what they are known
 * from: installed and judged, only declared in lock files, or brought by a package of the distribution, which
 * its vendor judges.
 */
export function catalog(tree: FileTree, index: CatalogerIndex, options: CatalogOptions = {}): Catalog {
  const context: CatalogContext = { tree, distro: readDistro(tree) };
  const { packages: found, ownership, gaps, unexamined } = collect(tree, index, context);
  if (found.length > maxPackages) {
    gaps.push({ what: 'packages', reason: `only the first ${maxPackages} of ${found.length} are listed` });
    found.length = maxPackages;
  }
  const ownerOf = findOwners(
    ownership,
    found.filter(({ type }) => distroTypes.has(type)),
    tree,
  );
  const related = found.map((one) => withOwner(one, ownerOf));
  const countsAll = options.lockFilesCount === 'without-distro' && context.distro === undefined;
  const isDeclared = (one: RelatedPackage) => one.evidence === 'lock-file' && !countsAll;
  const isOwned = (one: RelatedPackage) => !isDeclared(one) && isVendors(ownerOf, one);
  const packages = select(related, (one) => !isDeclared(one) && !isOwned(one));
  const declared = select(related, isDeclared);
  const owned = select(related, isOwned);
  const relationships = relate(related);
  if (context.distro === undefined && packages.some(({ type }) => distroTypes.has(type))) {
    gaps.push({
      what: 'distribution',
      reason: 'no os-release: advisories of a distribution cannot be chosen',
    });
  }
  gaps.push(...unanswered(unexamined, ownerOf));
  gaps.push(...findUncatalogued(tree, (path) => ownerOf(path) !== undefined));
  if (packages.length === 0) gaps.push({ what: 'packages', reason: 'none was found: nothing can be judged' });
  return {
    ...(context.distro === undefined ? {} : { distro: context.distro }),
    packages,
    ...(declared.length === 0 ? {} : { declared }),
    ...(owned.length === 0 ? {} : { owned }),
    ...(relationships.length === 0 ? {} : { relationships }),
    gaps: boundGaps(gaps),
  };
}

/** A hostile image could have millions. */
function boundGaps(gaps: readonly Gap[]): readonly Gap[] {
  const rest = gaps.length - maxGaps;
  if (rest <= 0) return gaps;
  return [...gaps.slice(0, maxGaps), { what: `${rest} more`, reason: 'not listed one by one' }];
}

function collect(tree: FileTree, index: CatalogerIndex, context: CatalogContext): Findings {
  const findings: Findings = { packages: [], ownership: [], gaps: [], unexamined: new Map() };
  const exact = new Map<string, readonly Cataloger[]>();
  for (const [path, catalogers] of index.byPath) {
    const real = tree.resolve(path)?.path;
    if (real !== undefined) exact.set(real, catalogers);
  }
  for (const file of tree.select(selectionOf(index))) {
    const catalogers =
      file.condensedBy === undefined
        ? new Set([...(exact.get(file.path) ?? []), ...index.wanting(file.path)])
        : index.wantingCondensed(file);
    for (const cataloger of catalogers) add(findings, cataloger, file, context);
  }
  return findings;
}

function add(findings: Findings, cataloger: Cataloger, file: SelectedFile, context: CatalogContext): void {
  const { packages, ownership = [], problems = [], unexamined } = parse(cataloger, file, context);
  for (const problem of problems.slice(0, maxProblemsPerFile)) {
    findings.gaps.push({ what: file.path, reason: `${cataloger.name}: ${problem}` });
  }
  if (problems.length > maxProblemsPerFile) {
    const more = problems.length - maxProblemsPerFile;
    findings.gaps.push({ what: file.path, reason: `${cataloger.name}: ${more} more problems like these` });
  }
  if (unexamined !== undefined) {
    const paths = findings.unexamined.get(unexamined) ?? [];
    findings.unexamined.set(unexamined, paths);
    paths.push(file.path);
  }
  for (const list of ownership) findings.ownership.push(list);
  for (const one of packages) {
    if (isUsable(one.name) && isUsable(one.version)) {
      findings.packages.push(complete(one, cataloger, file, context));
    } else {
      const named = JSON.stringify([one.name, one.version]).slice(0, 100);
      findings.gaps.push({
        what: file.path,
        reason: `${cataloger.name}: no name and version of a package: ${named}`,
      });
    }
  }
}

function isUsable(text: string): boolean {
  return text !== '' && text.length <= maxNameLength && !/\p{Cc}/u.test(text);
}

/** Whatever a file does to its cataloger is said of that file, and the others are still read. */
function parse(cataloger: Cataloger, file: SelectedFile, context: CatalogContext): ParsedFile {
  try {
    return cataloger.parse(file, context);
  } catch (error) {
    return { packages: [], problems: [error instanceof Error ? error.message : String(error)] };
  }
}

function complete(
  one: FoundPackage,
  { name, evidence }: Cataloger,
  file: SelectedFile,
  { tree }: CatalogContext,
): RelatedPackage {
  const { location, member, ...rest } = one;
  const layer = tree.layers[file.layer]?.diffId;
  const path = member === undefined ? file.path : `${file.path}:${member}`;
  const here: PackageLocation = location ?? { path, ...(layer === undefined ? {} : { layer }) };
  return { ...rest, locations: [here], foundBy: name, ...(evidence === undefined ? {} : { evidence }) };
}

function withOwner(one: RelatedPackage, ownerOf: OwnerOf): RelatedPackage {
  const owner = findOwner(ownerOf, one)?.purl;
  return owner === undefined ? one : { ...one, owner };
}

/** Whether a package of a language is part of one that the distribution's vendor answers for. */
function isVendors(ownerOf: OwnerOf, one: RelatedPackage): boolean {
  const owner = findOwner(ownerOf, one);
  return owner !== undefined && owner.isThirdParty !== true;
}

function findOwner(ownerOf: OwnerOf, { type, evidence, locations }: RelatedPackage): Owner | undefined {
  if (distroTypes.has(type) || evidence === 'lock-file') return undefined;
  const path = locations[0]?.path ?? '';
  return ownerOf(path) ?? ownerOf(path.split(':', 1)[0] ?? '');
}

/** Libraries inside of an installed package of Node or Python: advisories about that package cover them. */
const insidePackage = /(?:^|\/)(?:node_modules|(?:site|dist)-packages)\//;

/** One gap for each reason, of the files for which no package answers. */
function unanswered(unexamined: ReadonlyMap<string, readonly string[]>, ownerOf: OwnerOf): readonly Gap[] {
  return [...unexamined].flatMap(([reason, all]) => {
    const paths = all.filter((path) => !insidePackage.test(path) && ownerOf(path) === undefined);
    const [first] = paths;
    if (first === undefined) return [];
    return [{ what: paths.length === 1 ? first : `${paths.length} files, first ${first}`, reason }];
  });
}

function select(
  found: readonly RelatedPackage[],
  isWanted: (one: RelatedPackage) => boolean,
): readonly Package[] {
  return mergePackages(found.filter(isWanted).map(({ dependsOn: _, provides: __, ...one }) => one));
}
