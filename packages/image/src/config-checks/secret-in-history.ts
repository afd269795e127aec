import type { ConfigFinding } from '@breakwater/model';
import type { ConfigCheck } from '../config-check.ts';
import { assignment, maxLineLength } from '../mask-secrets.ts';
import { mask, secretReason } from '../secret-reason.ts';

/**
 * CIS Docker 4.10: build arguments and instructions stay readable in the history. A variable that the image
 * still has in Env is reported there.
 */
export const secretInHistory: ConfigCheck = {
  id: 'image-secret-in-history',
  check({ config }) {
    const inEnv = new Set(config.env);
    const seen = new Set<string>();
    const findings: ConfigFinding[] = [];
    for (const { createdBy } of config.history) {
      for (const [, name = '', double, single, bare] of createdBy
        .slice(0, maxLineLength)
        .matchAll(assignment)) {
        const value = double ?? single ?? bare ?? '';
        const key = `${name}=${value}`;
        if (inEnv.has(key) || seen.has(key)) continue;
        const reason = secretReason(name, value);
        if (reason === undefined) continue;
        seen.add(key);
        findings.push({
          checkId: 'image-secret-in-history',
          title: `A secret is readable in the image's history: ${name}`,
          severity: 'high',
          evidence: `${instruction(createdBy)} has ${name}=${mask}, which ${reason}`,
          remediation:
            'Replace the secret. Give secrets to a build with "RUN --mount=type=secret", never with ARG or ENV.',
        });
      }
    }
    return findings;
  },
};

/** The instruction alone: the rest of the line may hold more secrets. */
function instruction(createdBy: string): string {
  const line = createdBy.replace(/^\/bin\/sh -c #\(nop\)\s*/, '');
  const word = /^[A-Z]{2,12}(?=\s)/.exec(line)?.[0];
  return word === undefined ? 'A history line' : `A history line (${word})`;
}
