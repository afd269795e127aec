import type { Package } from '@breakwater/model';
import { join, type LicenseExpression, printExpression } from './license-expression.ts';
import { readLicense } from './normalize-license.ts';
import { type LicenseCategory, licenseCategories, spdxLicenses } from './spdx-licenses.ts';

/** Ids that normalising gives to what SPDX has none for. */
const ownIds: ReadonlyMap<string, LicenseCategory> = new Map([
  ['licenseref-public-domain', 'public-domain'],
  ['licenseref-permissive', 'permissive'],
  ['licenseref-proprietary', 'proprietary'],
]);

/** What an expression asks for: of an alternative the least, of a conjunction the most. */
export function licenseCategory(expression: string): LicenseCategory {
  const tree = readLicense(expression);
  return tree === undefined ? 'unknown' : categoryOf(tree);
}

/** The licence of a package, as stated and as understood. */
export interface PackageLicense {
  readonly stated: readonly string[];
  /** SPDX; absent when nothing is stated. */
  readonly expression?: string;
  readonly category: LicenseCategory;
}

/** Ecosystems whose lists of licences are a choice; elsewhere each is for a part. */
const listsAreChoices: ReadonlySet<string> = new Set(['npm', 'composer', 'gem', 'maven']);

/** Joins what a package states into one expression. */
export function packageLicense({ type, licenses }: Pick<Package, 'type' | 'licenses'>): PackageLicense {
  const trees = licenses.map(readLicense).filter((tree) => tree !== undefined);
  const tree = trees.length === 0 ? undefined : join(listsAreChoices.has(type) ? 'or' : 'and', trees);
  if (tree === undefined) return { stated: licenses, category: 'unknown' };
  return { stated: licenses, expression: printExpression(tree), category: categoryOf(tree) };
}

function categoryOf(tree: LicenseExpression): LicenseCategory {
  if (tree.kind === 'license') return categoryOfLicense(tree.id, tree.exception !== undefined);
  const ranks = tree.parts.map((part) => licenseCategories.indexOf(categoryOf(part)));
  return licenseCategories[tree.kind === 'or' ? Math.min(...ranks) : Math.max(...ranks)] ?? 'unknown';
}

function categoryOfLicense(id: string, hasException: boolean): LicenseCategory {
  const key = id.toLowerCase().replace(/\+$/, '');
  const category = spdxLicenses.get(key)?.category ?? ownIds.get(key) ?? 'unknown';
  return hasException && category === 'strong-copyleft' ? 'weak-copyleft' : category;
}
