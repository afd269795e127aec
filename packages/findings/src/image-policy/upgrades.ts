import { type Match, ownNames, type VerdictFix } from '@breakwater/model';
import type { CompareVersions } from './judge-context.ts';

interface UpgradeFacts {
  readonly compareVersions?: CompareVersions | undefined;
  /** The known base image and the diff_ids of its layers. */
  readonly base?: { readonly name: string; readonly layers: ReadonlySet<string> };
}

/** Matches that one upgrade closes or leaves: of one package, or of all that were built from one source. */
interface UpgradeGroup {
  readonly type: string;
  readonly name: string;
  /** As installed. */
  readonly version: string;
  readonly fixable: readonly Match[];
}

/**
 * The fewest upgrades that bring the matches down to `allowed`, or as near as fixes go; those that close most come first. When all
 * of it lies in the base image, a newer base comes before them.
 */
export function planUpgrades(
  matches: readonly Match[],
  allowed: number,
  { compareVersions, base }: UpgradeFacts,
): VerdictFix[] {
  const fixes: VerdictFix[] = [];
  if (base !== undefined && matches.every(({ layer }) => layer !== undefined && base.layers.has(layer))) {
    const closes = matches.filter(({ fixState }) => fixState === 'fixed').length;
    if (closes > 0)
      fixes.push({ kind: 'base-image', text: `rebuild on a newer base image ${base.name}`, closes });
  }
  let left = matches.length;
  // Groups share no match, so taking the largest first needs the fewest.
  const groups = groupBySource(matches).toSorted(
    (a, b) =>
      b.fixable.length - a.fixable.length || compareText(a.name, b.name) || compareText(a.version, b.version),
  );
  for (const group of groups) {
    if (left <= allowed || group.fixable.length === 0) break;
    left -= group.fixable.length;
    const isAmbiguous = groups.some((other) => other !== group && other.name === group.name);
    fixes.push(toUpgrade(group, isAmbiguous, compareVersions));
  }
  return fixes;
}

/** People know vulnerabilities by their CVE. */
export function displayId(match: Pick<Match, 'id' | 'aliases'>): string {
  return ownNames(match).find((name) => name.startsWith('CVE-')) ?? match.id;
}

function groupBySource(matches: readonly Match[]): UpgradeGroup[] {
  const groups = new Map<string, Match[]>();
  for (const match of matches) {
    const { name, version } = match.details[0] ?? match.package;
    const key = JSON.stringify([match.package.type, name, version]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [match]);
    else group.push(match);
  }
  return [...groups.values()].map((group) => {
    const names = [...new Set(group.map((match) => match.package.name))].sort(compareText);
    const [only = ''] = names;
    const source = group[0]?.details[0]?.name ?? only;
    return {
      type: group[0]?.package.type ?? '',
      name: names.length === 1 ? only : source,
      version: group[0]?.package.version ?? '',
      fixable: group.filter(({ fixedVersion }) => fixedVersion !== undefined),
    };
  });
}

function toUpgrade(
  { type, name, version: installed, fixable }: UpgradeGroup,
  isAmbiguous: boolean,
  compareVersions: CompareVersions | undefined,
): VerdictFix {
  const versions = [...new Set(fixable.flatMap(({ fixedVersion }) => fixedVersion ?? []))];
  const highest = highestOf(type, versions, compareVersions);
  const target = highest ?? `the highest of ${versions.join(', ')}`;
  return {
    kind: 'upgrade',
    text: `upgrade ${isAmbiguous ? `${name} ${installed}` : name} to ${target}`,
    closes: fixable.length,
    package: name,
    ...(highest === undefined ? {} : { version: highest }),
  };
}

/** Undefined when two of them cannot be compared. */
function highestOf(
  type: string,
  versions: readonly string[],
  compareVersions: CompareVersions | undefined,
): string | undefined {
  let highest = versions[0];
  for (const version of versions.slice(1)) {
    const order = highest === undefined ? undefined : compareVersions?.(type, version, highest);
    if (order === undefined) return undefined;
    if (order > 0) highest = version;
  }
  return highest;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
