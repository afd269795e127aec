import { createHash } from 'node:crypto';
import type { Finding, FindingStatus, FindingTransition, FindingType, Observation } from '@breakwater/model';

/**
 * What a run really looked at. A finding may only be resolved where it would have been seen again: its
 * subject was assessed for its key, or the subject is gone and the place it was in was read completely.
 */
export interface Assessment {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The run judged this defect of this subject and could have reported it. */
  readonly wasAssessed: (finding: Finding) => boolean;
  /** The subject does not exist any more, which the run knows for certain. */
  readonly isGone: (finding: Finding) => boolean;
}

export interface LifecycleResult {
  /** Every finding known before or now, with its new state. */
  readonly findings: readonly Finding[];
  /** The changes of status, in the order of `findings`. */
  readonly transitions: readonly FindingTransition[];
}

/** The identity of a finding: the same defect of the same thing is one finding, however often it is seen. */
export function findingId(observation: Pick<Observation, 'type' | 'subject' | 'key'>): string {
  return hash([observation.type, observation.subject, observation.key]);
}

/**
 * Turns what was known and what was observed into what is known now. An observation opens a finding, keeps
 * it open (`lastSeen` moves), or re-opens a resolved one; an accepted one stays accepted. What was not
 * observed is resolved only where `assessment` says so, and else left as it is. Pure; running it again with
 * its own result and the same observations changes no status.
 */
export function advance(
  previous: readonly Finding[],
  observations: readonly Observation[],
  assessment: Assessment,
): LifecycleResult {
  const observed = new Map(observations.map((observation) => [findingId(observation), observation]));
  const findings: Finding[] = [];
  const transitions: FindingTransition[] = [];
  for (const finding of previous) {
    const observation = observed.get(finding.id);
    observed.delete(finding.id);
    const next =
      observation === undefined ? unseen(finding, assessment) : seen(finding, observation, assessment.time);
    findings.push(next);
    if (next.status !== finding.status) transitions.push(transition(next, finding.status, assessment.time));
  }
  for (const [id, observation] of observed) {
    const finding: Finding = {
      ...observation,
      id,
      status: 'open',
      firstSeen: assessment.time,
      lastSeen: assessment.time,
    };
    findings.push(finding);
    transitions.push(transition(finding, 'new', assessment.time));
  }
  return { findings, transitions };
}

/** Marks a finding as a risk that is taken; undone by `reopen`. */
export function accept(finding: Finding, time: string): LifecycleResult {
  return change(finding, 'accepted', time);
}

/** Ends an acceptance: the finding is open until the next run says otherwise. */
export function reopen(finding: Finding, time: string): LifecycleResult {
  return change(finding, 'open', time);
}

function seen(finding: Finding, observation: Observation, time: string): Finding {
  const { resolvedAt: _cleared, ...rest } = finding;
  return {
    ...rest,
    ...observation,
    status: finding.status === 'accepted' ? 'accepted' : 'open',
    lastSeen: time,
  };
}

/** An accepted finding whose defect is gone is resolved too: the risk is no longer taken. */
function unseen(finding: Finding, assessment: Assessment): Finding {
  if (finding.status === 'resolved') return finding;
  if (!assessment.wasAssessed(finding) && !assessment.isGone(finding)) return finding;
  return { ...finding, status: 'resolved', resolvedAt: assessment.time };
}

function change(finding: Finding, status: 'open' | 'accepted', time: string): LifecycleResult {
  if (finding.status === status) return { findings: [finding], transitions: [] };
  const { resolvedAt: _cleared, ...rest } = finding;
  const next: Finding = { ...rest, status };
  return { findings: [next], transitions: [transition(next, finding.status, time)] };
}

function transition(finding: Finding, from: FindingStatus | 'new', time: string): FindingTransition {
  return { id: hash([finding.id, time, from, finding.status]), time, finding, from, to: finding.status };
}

function hash(parts: readonly (FindingType | string)[]): string {
  // A unit that no part contains keeps ("ab", "c") and ("a", "bc") apart.
  return createHash('sha256')
    .update(parts.map((part) => `${part.length}:${part}`).join(''))
    .digest('hex');
}
