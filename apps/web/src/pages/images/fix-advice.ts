import { type Match, type Severity, severityRank } from '@breakwater/model';

/** What to do about one package as installed: one step that ends most of its vulnerabilities. */
export interface FixAdvice {
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  /** The highest of the fixed versions: it ends everything that has a fix. */
  readonly target: string | undefined;
  readonly solved: readonly Match[];
  /** Those without a fix. */
  readonly left: readonly Match[];
  readonly worst: Severity;
  readonly isKnownExploited: boolean;
  readonly paths: readonly string[];
  /** How the target is reached in a Dockerfile; absent where the ecosystem has no such command. */
  readonly command: string | undefined;
}

/** Advice per package, the one that helps most first: known exploited, then severity, then how many it ends. */
export function adviseFixes(matches: readonly Match[]): readonly FixAdvice[] {
  const groups = new Map<string, Match[]>();
  for (const match of matches) {
    const { type, name, version } = match.package;
    const key = `${type} ${name} ${version}`;
    const known = groups.get(key);
    if (known) known.push(match);
    else groups.set(key, [match]);
  }
  return [...groups].map(([key, group]) => adviceOf(key, group)).sort(byUse);
}

function adviceOf(key: string, group: readonly Match[]): FixAdvice {
  const [first] = group;
  const { type = '', name = '', version = '' } = first?.package ?? {};
  const solved = group.filter((match) => match.fixState === 'fixed' && match.fixedVersion !== undefined);
  const target = solved
    .map((match) => match.fixedVersion ?? '')
    .reduce<string | undefined>(
      (best, next) => (best === undefined || compareVersionText(next, best) > 0 ? next : best),
      undefined,
    );
  return {
    key,
    type,
    name,
    version,
    target,
    solved,
    left: group.filter((match) => !solved.includes(match)),
    worst: group
      .map((match) => match.severity)
      .reduce((worst, next) => (severityRank(next) < severityRank(worst) ? next : worst), 'info'),
    isKnownExploited: group.some((match) => match.isKnownExploited),
    paths: [...new Set(group.flatMap((match) => match.path ?? []))],
    command: target === undefined ? undefined : commandFor(type, name, target, group[0]?.path),
  };
}

function byUse(a: FixAdvice, b: FixAdvice): number {
  return (
    Number(b.target !== undefined) - Number(a.target !== undefined) ||
    Number(b.isKnownExploited) - Number(a.isKnownExploited) ||
    severityRank(a.worst) - severityRank(b.worst) ||
    b.solved.length - a.solved.length ||
    a.name.localeCompare(b.name)
  );
}

/** The command for a Dockerfile. Names and versions that a shell would read otherwise get none. */
function commandFor(
  type: string,
  name: string,
  target: string,
  path: string | undefined,
): string | undefined {
  if (!/^[\w@./:+~-]+$/.test(name) || !/^[\w.:+~-]+$/.test(target)) return undefined;
  switch (type) {
    case 'deb':
      return `apt-get update && apt-get install -y --only-upgrade ${name}`;
    case 'apk':
      return `apk upgrade --no-cache ${name}`;
    case 'rpm':
      return `dnf upgrade -y ${name}`;
    case 'npm':
      return npmCommand(name, target, path);
    case 'pypi':
      return `pip install --upgrade "${name}>=${target}"`;
    case 'golang':
      return `go get ${name}@${target.startsWith('v') ? target : `v${target}`}`;
    case 'gem':
      return `bundle update ${name}`;
    case 'cargo':
      return `cargo update -p ${name} --precise ${target}`;
    case 'composer':
      return `composer require ${name}:^${target}`;
    default:
      return undefined;
  }
}

/** A copy below another package is reached by an override of that package's dependency. */
function npmCommand(name: string, target: string, path: string | undefined): string | undefined {
  const parents = (path ?? '')
    .split('node_modules/')
    .slice(1, -1)
    .map((part) => part.replace(/\/$/, ''));
  if (parents.length === 0) return `npm install ${name}@${target}`;
  const keys = [...parents, name];
  if (!keys.every((key) => /^[\w@/-]+$/.test(key))) return undefined;
  return `npm pkg set overrides.${keys.join('.')}=${target} && npm install`;
}

/**
 * Orders version texts of one package for display: numbers by value, `~` before the end, a pre-release
 * (`-rc.1`) before its release. The server's matchers, not this, decide what is affected.
 */
export function compareVersionText(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = comparePart(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(version: string): readonly string[] {
  const text = version.replace(/^v(?=\d)/, '');
  const epoch = /^\d+:/.test(text) ? text : `0:${text}`;
  return epoch.match(/\d+|[A-Za-z]+|~/g) ?? [];
}

function comparePart(a: string | undefined, b: string | undefined): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (a === undefined || b === undefined) return 0;
  if (/^\d/.test(a)) return compareDigits(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `~` and the words of pre-releases come before the end of a version, anything else after. */
function rankOf(part: string | undefined): number {
  if (part === undefined) return 0;
  if (part === '~' || /^(?:alpha|beta|rc|pre|preview|dev|snapshot)$/i.test(part)) return -1;
  return /^\d/.test(part) ? 2 : 1;
}

function compareDigits(a: string, b: string): number {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}
