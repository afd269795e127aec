import { assess } from '@breakwater/compliance';
import { advance, assessmentOf, observationFromCheck } from '@breakwater/findings';
import { globalPlace } from '@breakwater/inventory';
import {
  type CheckResult,
  type ControlStatus,
  type Coverage,
  everything,
  type Filter,
  type Finding,
  type FindingTransition,
  type Resource,
  type StoredEvent,
} from '@breakwater/model';
import { runChecks } from '@breakwater/posture';
import {
  type AssessmentScore,
  assessments,
  checkResults,
  coverage as coverageRows,
  findings,
  resources as resourceRows,
  type StateTransaction,
} from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import type { ServerContext } from '../context.ts';
import { deliverOutbox, postOutbox } from '../outbox.ts';
import type { PostureContent } from './content.ts';

/** What one reading of an account brought. */
export interface AccountReading {
  readonly account: string;
  readonly resources: readonly Resource[];
  readonly coverage: readonly Coverage[];
  readonly isSample: boolean;
}

/** How a reading fared. */
export interface AccountAssessment {
  readonly resources: number;
  readonly failed: number;
  readonly transitions: number;
  readonly problems: readonly Coverage[];
}

/**
 * Keeps a reading of an account: resources and coverage, the verdict of every check, findings with their life
 * cycle, the scores of the day. What could not be read keeps its former resources and findings.
 */
export async function assessAccount(
  context: Pick<ServerContext, 'state' | 'events' | 'live' | 'now'>,
  content: PostureContent,
  reading: AccountReading,
): Promise<AccountAssessment> {
  const now = new Date(context.now());
  const results = runChecks(content.checks, reading.resources, reading.coverage, { now });
  const transitions = await context.state.transaction(async (transaction) => {
    await keepInventory(transaction, reading, now.toISOString());
    await keepResults(transaction, reading, results, now.toISOString());
    await keepScores(transaction, content, reading, results, now.toISOString());
    const changed = await keepFindings(transaction, content, reading, results, now.toISOString());
    const rows = changed.map((one) => transitionRow(one, reading.isSample));
    await postOutbox(transaction, rows, reading.isSample);
    return changed;
  });
  await deliverOutbox(context);
  return {
    resources: reading.resources.length,
    failed: results.filter((result) => result.status === 'FAIL').length,
    transitions: transitions.length,
    problems: reading.coverage.filter((one) => one.status !== 'ok'),
  };
}

/** A type of a region that was read whole loses what is no longer there; the rest stays as it was. */
async function keepInventory(
  transaction: StateTransaction,
  reading: AccountReading,
  at: string,
): Promise<void> {
  const { isSample, account } = reading;
  const table = transaction.table(resourceRows, everything);
  await table.putAll(reading.resources.map((resource) => ({ ...resource, seenAt: at, isSample })));
  for (const { type, region, status } of reading.coverage) {
    if (status !== 'ok') continue;
    const filters: Filter[] = [
      { op: '=', field: 'account', value: account },
      { op: '=', field: 'type', value: type },
      { op: '<', field: 'seenAt', value: at },
    ];
    if (region !== globalPlace) filters.push({ op: '=', field: 'region', value: region });
    await table.deleteWhere({ op: 'and', filters });
  }
  const rows = transaction.table(coverageRows, everything);
  await rows.deleteWhere(ofAccount(account));
  await rows.putAll(reading.coverage.map((row) => ({ ...row, seenAt: at, isSample })));
}

async function keepResults(
  transaction: StateTransaction,
  reading: AccountReading,
  results: readonly CheckResult[],
  at: string,
): Promise<void> {
  const table = transaction.table(checkResults, everything);
  await table.deleteWhere(ofAccount(reading.account));
  await table.putAll(results.map((result) => ({ ...result, checkedAt: at, isSample: reading.isSample })));
}

async function keepFindings(
  transaction: StateTransaction,
  content: PostureContent,
  reading: AccountReading,
  results: readonly CheckResult[],
  at: string,
): Promise<readonly FindingTransition[]> {
  const checks = new Map(content.checks.map((check) => [check.id, check]));
  const table = transaction.table(findings, everything);
  const filter: Filter = {
    op: 'and',
    filters: [ofAccount(reading.account), { op: '=', field: 'type', value: 'check' }],
  };
  const previous: Finding[] = [];
  for await (const finding of recordsOf(table, filter)) previous.push(finding);
  const observations = results.flatMap((result) => {
    const observation = observationFromCheck(result, checks.get(result.checkId)?.title ?? result.checkId);
    return observation === undefined ? [] : [observation];
  });
  const assessment = assessmentOf({
    time: at,
    results,
    coverage: reading.coverage,
    resourceIds: new Set(reading.resources.map((resource) => resource.id)),
    typeOfCheck: (checkId) => checks.get(checkId)?.resourceType,
  });
  const next = advance(previous, observations, assessment);
  await table.putAll(next.findings.map((finding) => ({ ...finding, isSample: reading.isSample })));
  return next.transitions;
}

async function keepScores(
  transaction: StateTransaction,
  content: PostureContent,
  reading: AccountReading,
  results: readonly CheckResult[],
  at: string,
): Promise<void> {
  const ran = content.checks.map((check) => check.id);
  const scores = content.frameworks.map((framework): AssessmentScore => {
    const controls = assess(framework, results, ran).requirements.flatMap(
      (requirement) => requirement.controls,
    );
    const idsOf = (status: ControlStatus) =>
      controls.filter((one) => one.status === status).map((one) => one.control.id);
    return {
      framework: framework.id,
      account: reading.account,
      day: at.slice(0, 10),
      passed: idsOf('passed'),
      failed: idsOf('failed'),
      errors: idsOf('error'),
      assessedAt: at,
      isSample: reading.isSample,
    };
  });
  await transaction.table(assessments, everything).putAll(scores);
}

function ofAccount(account: string): Filter {
  return { op: '=', field: 'account', value: account };
}

function transitionRow(transition: FindingTransition, isSample: boolean): StoredEvent {
  const { finding, from, to } = transition;
  return {
    kind: 'transition',
    id: transition.id,
    time: Date.parse(transition.time),
    source: 'posture',
    title: finding.title,
    severity: to === 'open' ? finding.severity : 'info',
    rule: finding.key,
    place: finding.place,
    tags: [],
    isSample,
    fields: {
      'finding.id': finding.id,
      'finding.from': from,
      'finding.to': to,
      'resource.id': finding.subject,
    },
    body: transition,
  };
}
