import { type ImageReport, type Match, ownNames } from '@breakwater/model';
import {
  type ImagePackages,
  imagePackages,
  imageScanCounts,
  packageVariants,
  type StateTransaction,
  type StoredVariant,
  type StoredVariantMatches,
  type VulnerabilityCounts,
  variantMatches,
} from '@breakwater/store';
import { packageKeys, variantKey, variantOf } from '@breakwater/vuln';
import { readNextNumber, writeNextNumber } from './index-settings.ts';
import { encodeNumbers } from './number-list.ts';
import { setAside } from './set-aside.ts';
import { countMatches } from './vulnerability-counts.ts';

/**
 * Keeps the packages of a stored report where advisories are looked up: each different package once, and what the image has of
 * them. Part of the transaction that stores the report; the same report again changes nothing, another of the same digest (a
 * newer program found more) takes its place.
 */
export async function indexPackages(
  transaction: StateTransaction,
  report: ImageReport,
  at: string,
): Promise<void> {
  const numbers = await numberPackages(transaction, report, at);
  const table = transaction.table(imagePackages);
  const earlier = (await table.get(report.digest))?.record;
  const { newest } = report.advisories;
  const image: ImagePackages = {
    digest: report.digest,
    variants: encodeNumbers(
      report.sbom.packages.map((one) => numbers.get(identityOf(one)) ?? 0).sort((a, b) => a - b),
    ),
    suppressed: setAside(report).flatMap((match) => {
      const number = numbers.get(identityOf(match.package));
      return number === undefined ? [] : [[number, ownNames(match)] as const];
    }),
    ...(newest === undefined ? {} : { newestAdvisory: newest }),
    firstSeen: earlier?.firstSeen ?? at,
  };
  const scanned = { digest: report.digest, scanned: [...scannedCounts(report.matches, numbers)] };
  await transaction.table(imageScanCounts).put(scanned);
  if (earlier === undefined || !isSame(earlier, image)) await table.put(image);
}

/** Takes a deleted image out of the index; packages that no other image has go with the next evaluation. */
export async function forgetPackages(transaction: StateTransaction, digest: string): Promise<void> {
  await transaction.table(imagePackages).delete(digest);
  await transaction.table(imageScanCounts).delete(digest);
}

/** The number of every package of the report, by its identity; packages that are new get one. */
async function numberPackages(
  transaction: StateTransaction,
  { sbom, matches, scannedAt }: ImageReport,
  at: string,
): Promise<ReadonlyMap<string, number>> {
  const table = transaction.table(packageVariants);
  const numbers = new Map<string, number>();
  const found = Map.groupBy(matches, (match) => identityOf(match.package));
  const { next } = await readNextNumber(transaction);
  let free = next;
  for (const target of sbom.packages) {
    const identity = identityOf(target);
    if (numbers.has(identity)) continue;
    const variant = variantOf(target, sbom.distro);
    const key = variantKey(variant);
    const known = await table.get(key);
    numbers.set(identity, known?.record.number ?? free);
    if (known !== undefined) continue;
    const { locations: _, licenses: __, foundBy: ___, ...judged } = variant.package;
    const keys = packageKeys(variant);
    const stored: StoredVariant = {
      key,
      number: free,
      package: judged,
      ...(variant.distro === undefined ? {} : { distro: variant.distro }),
      ecosystems: keys.map(({ ecosystem }) => ecosystem),
      ...(keys[0] === undefined ? {} : { advisoryName: keys[0].name }),
    };
    free += 1;
    await table.put(stored);
    await keepScanned(transaction, key, found.get(identity) ?? [], scannedAt);
  }
  await writeNextNumber(transaction, free, at);
  return numbers;
}

/** What the scan found in a new variant: what later evaluations are compared with. It is shown for no other image. */
async function keepScanned(
  transaction: StateTransaction,
  variant: string,
  matches: readonly Match[],
  at: string,
): Promise<void> {
  const byId = new Map<string, Match>();
  for (const match of matches) {
    const { path: _, layer: __, ...placeless } = match;
    byId.set(match.id, placeless);
  }
  if (byId.size === 0) return;
  const stored: StoredVariantMatches = {
    variant,
    matches: [...byId.values()],
    gaps: [],
    findings: [...byId.keys()].map((key) => ({ key, status: 'open', firstSeen: at })),
  };
  await transaction.table(variantMatches).put(stored);
}

function scannedCounts(
  matches: readonly Match[],
  numbers: ReadonlyMap<string, number>,
): ReadonlyMap<number, VulnerabilityCounts> {
  const found = Map.groupBy(matches, (match) => numbers.get(identityOf(match.package)));
  const counts = new Map<number, VulnerabilityCounts>();
  for (const [number, list] of found) if (number !== undefined) counts.set(number, countMatches(list));
  return counts;
}

function identityOf({ type, name, version, purl }: Match['package']): string {
  return JSON.stringify([type, name, version, purl]);
}

function isSame({ countedBy: _, ...earlier }: ImagePackages, now: ImagePackages): boolean {
  return JSON.stringify(earlier) === JSON.stringify(now);
}
