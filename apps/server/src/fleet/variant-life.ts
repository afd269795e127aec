import { advance, findingId } from '@breakwater/findings';
import type { Finding, FindingTransition, Match, Observation } from '@breakwater/model';
import type { VariantFinding } from '@breakwater/store';
import { matchChanges } from '@breakwater/vuln';

/** A vulnerability of a variant that came, went or is rated otherwise, with its newest match. */
export interface VulnerabilityChange {
  readonly from: FindingTransition['from'];
  readonly to: FindingTransition['to'];
  readonly match: Match;
  /** Of one that stays: what was said before. */
  readonly before?: Match;
}

export interface VariantLife {
  readonly findings: readonly VariantFinding[];
  readonly changes: readonly VulnerabilityChange[];
}

/**
 * The life cycle of the vulnerabilities of a variant: what was known and what the newest data says become what is known now. A
 * vulnerability stays the same finding when another of its records leads.
 */
export function advanceVariant(
  variant: string,
  known: readonly VariantFinding[],
  before: readonly Match[],
  after: readonly Match[],
  time: string,
): VariantLife {
  const keys = keysOf(known, after);
  const seen = new Set(keys.values());
  const isSteady = ({ key, status }: VariantFinding) => status === 'open' && seen.has(key);
  const steady = known.filter(isSteady);
  const steadyKeys = new Set(steady.map(({ key }) => key));
  // Most stay as they are; only the others have a step to take.
  const observations = [...keys].flatMap(([match, key]) =>
    steadyKeys.has(key) ? [] : [observationOf(variant, key, match)],
  );
  const previous = known.filter((one) => !isSteady(one)).map((one) => findingOf(variant, one));
  const next = advance(previous, observations, { time, wasAssessed: () => true, isGone: () => false });
  const old = new Map(before.flatMap((match) => [match.id, ...match.aliases].map((name) => [name, match])));
  const now = new Map([...keys].map(([match, key]) => [key, match]));
  const moved = next.transitions.flatMap(({ from, to, finding }): VulnerabilityChange[] => {
    const match = now.get(finding.key) ?? old.get(finding.key);
    return match === undefined ? [] : [{ from, to, match }];
  });
  const stayed = matchChanges(before, after).changed.map(
    (pair): VulnerabilityChange => ({ from: 'open', to: 'open', match: pair.after, before: pair.before }),
  );
  return {
    findings: [...steady, ...next.findings.map(variantFindingOf)],
    changes: [...moved, ...stayed],
  };
}

function variantFindingOf({ key, status, firstSeen, resolvedAt }: Finding): VariantFinding {
  return {
    key,
    status: status === 'resolved' ? 'resolved' : 'open',
    firstSeen,
    ...(resolvedAt === undefined ? {} : { resolvedAt }),
  };
}

/** Under what key each match is known; a new one under its id. */
function keysOf(known: readonly VariantFinding[], matches: readonly Match[]): ReadonlyMap<Match, string> {
  const free = new Set(known.map(({ key }) => key));
  const keys = new Map<Match, string>();
  for (const match of matches) {
    const key = [match.id, ...match.aliases].find((name) => free.delete(name));
    keys.set(match, key ?? match.id);
  }
  return keys;
}

function observationOf(subject: string, key: string, match: Match): Observation {
  const { severity } = match;
  return { type: 'vulnerability', subject, key, title: match.id, severity, place: {}, evidence: {} };
}

function findingOf(subject: string, finding: VariantFinding): Finding {
  const { key, status, firstSeen, resolvedAt } = finding;
  return {
    id: findingId({ type: 'vulnerability', subject, key }),
    ...{ type: 'vulnerability', subject, key, title: key, severity: 'info', place: {}, evidence: {} },
    ...{ status, firstSeen, lastSeen: firstSeen },
    ...(resolvedAt === undefined ? {} : { resolvedAt }),
  };
}
