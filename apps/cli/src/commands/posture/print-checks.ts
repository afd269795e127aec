import { type CheckResult, type CheckStatus, severityRank } from '@breakwater/model';
import type { Check } from '@breakwater/posture';
import { plainText, wrap } from '../inventory/print.ts';

const listedResources = 10;

/** Failing checks, worst first, with their resources; then what could not be judged; then the sum. */
export function* checkLines(checks: readonly Check[], results: readonly CheckResult[]): Generator<string> {
  const byCheck = Map.groupBy(results, (result) => result.checkId);
  const ordered = checks.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
  for (const status of ['FAIL', 'ERROR'] as const) {
    for (const check of ordered) yield* checkBlock(check, byCheck.get(check.id) ?? [], status);
  }
  const count = (status: CheckStatus): number => results.filter((result) => result.status === status).length;
  const silent = checks.filter((check) => !byCheck.has(check.id)).length;
  yield `${checks.length} checks: ${count('FAIL')} failed, ${count('PASS')} passed, ${count('ERROR')} could not be judged\n`;
  if (silent > 0) yield `${silent} checks found no resource that they speak of\n`;
}

function* checkBlock(
  check: Check,
  results: readonly CheckResult[],
  status: 'FAIL' | 'ERROR',
): Generator<string> {
  const found = results.filter((result) => result.status === status);
  if (found.length === 0) return;
  yield `${status.padEnd(5)} ${check.severity.padEnd(8)} ${check.id}\n`;
  yield `${wrap(`${check.title} (${found.length} of ${results.length})`, '      ')}\n`;
  for (const result of found.slice(0, listedResources)) {
    yield `        ${plainText(result.resourceId)}\n`;
    if (status === 'ERROR') yield `${wrap(String(result.evidence.reason), '          ')}\n`;
  }
  if (found.length > listedResources)
    yield `        and ${found.length - listedResources} more (--json has all)\n`;
  if (status === 'FAIL') yield `      → ${wrap(check.remediation.explanation, '        ').trimStart()}\n`;
  yield '\n';
}
