import type { ConfigFinding, Match, Package } from '@breakwater/model';
import type { Gate } from './image-policy.ts';

const maxNamed = 5;

const nouns = {
  vulnerabilities: ['vulnerability', 'vulnerabilities'],
  checks: ['failing check', 'failing checks'],
  packages: ['denied package', 'denied packages'],
} as const;

/** What stops a gate: how many, under what conditions, and the first few by name. */
export function describeList(gate: Gate, items: readonly string[]): string {
  const [one, many] = nouns[gate.type];
  const noun = items.length === 1 ? one : many;
  const named = items.slice(0, maxNamed).join(', ');
  const rest = items.length > maxNamed ? `, and ${items.length - maxNamed} more` : '';
  return `${items.length} ${noun}${describeConditions(gate)}: ${named}${rest}`;
}

export function describeMatch(match: Match): string {
  const { name, version } = match.package;
  const advice = match.fixedVersion === undefined ? 'no fix known' : `fixed in ${match.fixedVersion}`;
  return `${displayId(match)} in ${name} ${version} (${advice})`;
}

export function describeCheck({ checkId, title }: ConfigFinding): string {
  return `${checkId} (${title})`;
}

export function describePackage({ type, name, version }: Package): string {
  return `${type}:${name}@${version}`;
}

/** People know vulnerabilities by their CVE. */
function displayId({ id, aliases }: Match): string {
  return id.startsWith('CVE-') ? id : (aliases.find((alias) => alias.startsWith('CVE-')) ?? id);
}

function describeConditions(gate: Gate): string {
  const conditions: string[] = [];
  if (gate.type === 'packages') return '';
  if (gate.severityAtLeast !== undefined) {
    conditions.push(gate.severityAtLeast === 'critical' ? 'critical' : `${gate.severityAtLeast} or worse`);
  }
  if (gate.type === 'vulnerabilities') {
    if (gate.knownExploited === true) conditions.push('known to be exploited');
    if (gate.epssAtLeast !== undefined) conditions.push(`EPSS ${gate.epssAtLeast} or more`);
    if (gate.fixableOnly === true) conditions.push('with a fix');
    if (gate.graceDays !== undefined) conditions.push(`published more than ${gate.graceDays} days ago`);
  }
  return conditions.length === 0 ? '' : ` (${conditions.join(', ')})`;
}
