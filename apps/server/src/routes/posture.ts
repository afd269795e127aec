import {
  type CheckRow,
  type ControlRow,
  type FrameworkDetail,
  type FrameworkSummary,
  routes,
} from '@breakwater/api';
import { assess, type FrameworkAssessment } from '@breakwater/compliance';
import {
  type CheckResult,
  everything,
  type Filter,
  type FindingStatus,
  type Framework,
  type Severity,
} from '@breakwater/model';
import {
  type AssessmentScore,
  assessments,
  checkResults,
  findings,
  type StateReader,
  type StoredFinding,
} from '@breakwater/store';
import { exportedRecords, recordsOf } from '../all-records.ts';
import type { ServerContext } from '../context.ts';
import { type ExportRow, sendExport } from '../http/export.ts';
import { type Handler, implement } from '../http/handler.ts';
import { notFound } from '../http/http-error.ts';
import type { PostureContent } from '../posture/content.ts';
import { scoreHistory } from '../posture/score-history.ts';
import { listPage } from './list-page.ts';

type Context = Pick<ServerContext, 'state'> & { readonly content: PostureContent };

const sortable = {
  severity: 'severity',
  lastSeen: 'lastSeen',
  firstSeen: 'firstSeen',
  status: 'status',
  title: 'title',
  subject: 'subject',
};
const verdictOrder = { FAIL: 0, ERROR: 1, MANUAL: 2, PASS: 3 } as const;

/** Findings, checks, frameworks. Scores are computed from the results in scope. */
export function postureHandlers({ state, content }: Context): readonly Handler[] {
  const checkIds = content.checks.map((check) => check.id);

  function frameworkOf(id: string): Framework {
    const framework = content.frameworks.find((candidate) => candidate.id === id);
    if (framework === undefined) throw notFound(`framework ${id}`);
    return framework;
  }

  return [
    implement(routes.listFindings, ({ query, scope }) =>
      state.read(async (reader) => {
        const table = reader.table(findings, scope);
        const page = await listPage(table, query, {
          sortable,
          defaultSort: 'severity',
          view: (finding) => finding,
        });
        const filter = query.filter ?? everything;
        const bySeverity: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
        for (const { value, count } of await table.countBy('severity', { filter }))
          bySeverity[value as Severity] = count;
        const byStatus: Record<FindingStatus, number> = { open: 0, resolved: 0, accepted: 0 };
        for (const { value, count } of await table.countBy('status', { filter }))
          byStatus[value as FindingStatus] = count;
        return { ...page, bySeverity, byStatus };
      }),
    ),
    implement(routes.getFinding, ({ params, scope }) =>
      state.read(async (reader) => {
        const stored = await reader.table(findings, scope).get(params.id);
        if (stored === undefined) throw notFound(`finding ${params.id}`);
        return stored.record;
      }),
    ),
    implement(routes.exportFindings, async ({ query, scope, reply }) => {
      const rows = exportedRecords(state, findings, scope, query.filter);
      return sendExport(reply, query.format, 'breakwater-findings', rows, cellsOf);
    }),
    implement(routes.listChecks, ({ scope }) =>
      state.read(async (reader) => {
        const counts = await countsByCheck(reader, scope);
        return { checks: content.checks.map((check) => checkRow(check, counts, content.frameworks)) };
      }),
    ),
    implement(routes.listFrameworks, ({ scope }) =>
      state.read(async (reader) => {
        const results = await resultsIn(reader, scope);
        const summaries: FrameworkSummary[] = [];
        for (const framework of content.frameworks) {
          summaries.push(await summaryOf(reader, scope, assess(framework, results, checkIds)));
        }
        return { frameworks: summaries };
      }),
    ),
    implement(routes.getFramework, ({ params, scope }) =>
      state.read(async (reader) => {
        const assessment = assess(frameworkOf(params.id), await resultsIn(reader, scope), checkIds);
        return detailOf(await summaryOf(reader, scope, assessment), assessment);
      }),
    ),
    implement(routes.getControl, ({ params, scope }) =>
      state.read(async (reader) => {
        const control = frameworkOf(params.id).controls.find((candidate) => candidate.id === params.control);
        if (control === undefined) throw notFound(`control ${params.control} of ${params.id}`);
        const filter: Filter = { op: 'in', field: 'checkId', value: control.checks };
        const results = await resultsIn(reader, scope, filter);
        return { results: results.toSorted((a, b) => verdictOrder[a.status] - verdictOrder[b.status]) };
      }),
    ),
  ];
}

async function resultsIn(
  reader: StateReader,
  scope: Filter,
  filter: Filter = everything,
): Promise<readonly CheckResult[]> {
  const rows = recordsOf(reader.table(checkResults, scope), filter);
  const results: CheckResult[] = [];
  for await (const { isSample: _, checkedAt: __, ...result } of rows) results.push(result);
  return results;
}

type Verdicts = Readonly<Record<'passed' | 'failed' | 'errors', number>>;

async function countsByCheck(reader: StateReader, scope: Filter): Promise<ReadonlyMap<string, Verdicts>> {
  const table = reader.table(checkResults, scope);
  const counts = new Map<string, Record<keyof Verdicts, number>>();
  for (const [status, key] of [
    ['PASS', 'passed'],
    ['FAIL', 'failed'],
    ['ERROR', 'errors'],
  ] as const) {
    const filter: Filter = { op: '=', field: 'status', value: status };
    for (const { value, count } of await table.countBy('checkId', { filter, limit: 1000 })) {
      const known = counts.get(String(value)) ?? { passed: 0, failed: 0, errors: 0 };
      known[key] = count;
      counts.set(String(value), known);
    }
  }
  return counts;
}

function checkRow(
  check: PostureContent['checks'][number],
  counts: ReadonlyMap<string, Verdicts>,
  frameworks: readonly Framework[],
): CheckRow {
  return {
    id: check.id,
    title: check.title,
    resourceType: check.resourceType,
    severity: check.severity,
    description: check.description,
    remediation: check.remediation,
    ...(counts.get(check.id) ?? { passed: 0, failed: 0, errors: 0 }),
    frameworks: frameworks.flatMap((framework) =>
      framework.controls
        .filter((control) => control.checks.includes(check.id))
        .map((control) => ({ framework: framework.id, control: control.id })),
    ),
  };
}

async function summaryOf(
  reader: StateReader,
  scope: Filter,
  { framework, counts, score }: FrameworkAssessment,
): Promise<FrameworkSummary> {
  return {
    id: framework.id,
    name: framework.name,
    version: framework.version,
    isScored: framework.isScored,
    score: score ?? null,
    controls: {
      passed: counts.passed,
      failed: counts.failed,
      'not-assessed': counts.notAssessed,
      error: counts.error,
    },
    history: await historyOf(reader, scope, framework),
  };
}

/** The score of each day over the accounts in scope, each with what it was last known to be. */
async function historyOf(
  reader: StateReader,
  scope: Filter,
  framework: Framework,
): Promise<FrameworkSummary['history']> {
  const filter: Filter = { op: '=', field: 'framework', value: framework.id };
  const scores: AssessmentScore[] = [];
  for await (const score of recordsOf(reader.table(assessments, scope), filter)) scores.push(score);
  return scoreHistory(framework, scores);
}

function detailOf(summary: FrameworkSummary, assessment: FrameworkAssessment): FrameworkDetail {
  return {
    ...summary,
    requirements: assessment.requirements.map(({ requirement, score, controls }) => ({
      id: requirement,
      score: score ?? null,
      controls: controls.map((one): ControlRow => {
        const missing = new Set(one.missingChecks);
        return {
          id: one.control.id,
          title: one.control.title,
          requirement,
          status: one.status,
          ...(one.severity === undefined ? {} : { severity: one.severity }),
          checks: one.control.checks.map((id) => ({ id, isAvailable: !missing.has(id) })),
          passedResources: one.resources.filter((resource) => resource.status === 'PASS').length,
          failedResources: one.resources.filter((resource) => resource.status === 'FAIL').length,
        };
      }),
    })),
  };
}

function cellsOf(finding: StoredFinding): ExportRow {
  return {
    severity: finding.severity,
    status: finding.status,
    title: finding.title,
    check: finding.key,
    subject: finding.subject,
    account: finding.place.account,
    region: finding.place.region,
    firstSeen: finding.firstSeen,
    lastSeen: finding.lastSeen,
    resolvedAt: finding.resolvedAt,
  };
}
