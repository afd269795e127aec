import type { Match } from '@breakwater/model';
import { schemeOfType } from './ecosystems.ts';

/** What to do about one package (or the packages built from one source): upgrade to where most is closed. */
export interface UpgradeAdvice {
  readonly type: string;
  /** The name that advisories know: the source package for dpkg. */
  readonly name: string;
  readonly version: string;
  /** Installed packages that it stands for. */
  readonly packages: readonly string[];
  /** Vulnerabilities, each once, most severe first. */
  readonly matches: readonly Match[];
  /** The lowest version that closes every vulnerability which has a fix. */
  readonly upgradeTo?: string;
  /** How many of `matches` that upgrade closes. */
  readonly closes: number;
}

/** Groups matches by what must be upgraded; the order is that of each group's first match. */
export function adviseUpgrades(matches: readonly Match[]): UpgradeAdvice[] {
  const groups = new Map<string, Match[]>();
  for (const match of matches) {
    const { name, version } = subjectOf(match);
    const key = [match.package.type, name, version].join('\0');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [match]);
    else group.push(match);
  }
  return [...groups.values()].map(advise);
}

function advise(group: readonly Match[]): UpgradeAdvice {
  const [leader] = group;
  if (leader === undefined) throw new RangeError('advice needs at least one match');
  const byId = new Map<string, Match>();
  for (const match of group) if (!byId.has(match.id)) byId.set(match.id, match);
  const matches = [...byId.values()];
  const upgradeTo = highestFix(leader.package.type, matches);
  return {
    type: leader.package.type,
    ...subjectOf(leader),
    packages: [...new Set(group.map((match) => match.package.name))].sort(),
    matches,
    ...(upgradeTo === undefined ? {} : { upgradeTo }),
    closes: matches.filter(({ fixedVersion }) => fixedVersion !== undefined).length,
  };
}

function subjectOf(match: Match): { readonly name: string; readonly version: string } {
  const { name, version } = match.details[0] ?? match.package;
  return { name, version };
}

function highestFix(type: string, matches: readonly Match[]): string | undefined {
  const scheme = schemeOfType(type);
  let highest: string | undefined;
  for (const { fixedVersion } of matches) {
    if (fixedVersion === undefined) continue;
    if (highest === undefined || scheme?.compare(fixedVersion, highest) === 1) highest = fixedVersion;
  }
  return highest;
}
