import { type ConfigFinding, severityRank } from '@breakwater/model';
import type { ConfigCheckInput } from './config-check.ts';
import { configChecks } from './config-checks/index.ts';
import { maskLine } from './mask-secrets.ts';

/** All findings of all checks, most severe first, then in the order of the checks; no evidence holds a secret. */
export function checkConfig(input: ConfigCheckInput): readonly ConfigFinding[] {
  return configChecks
    .flatMap((check) => check.check(input))
    .map((finding) => ({ ...finding, evidence: maskLine(finding.evidence) }))
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
}
