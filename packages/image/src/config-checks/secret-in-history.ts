import type { ConfigFinding } from '@breakwater/model';
import type { ConfigCheck } from '../config-check.ts';
import { findSecrets } from '../inspectors/secrets/find-secrets.ts';
import { findLineSettings } from '../line-settings.ts';
import { maskAssignments, maxLineLength } from '../mask-secrets.ts';
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
      const line = createdBy.slice(0, maxLineLength);
      for (const { name, value } of findLineSettings(line)) {
        const key = `${name}=${value}`;
        if (inEnv.has(key) || seen.has(key)) continue;
        const reason = secretReason(name, value);
        if (reason === undefined) continue;
        seen.add(key);
        findings.push(
          describe(`: ${name}`, `${instruction(createdBy)} has ${name}=${mask}, which ${reason}`),
        );
      }
      const bytes = Buffer.from(maskAssignments(line));
      for (const { rule, start, end } of findSecrets(bytes).secrets) {
        const key = bytes.toString('utf8', start, end);
        if (seen.has(key) || config.env.some((variable) => variable.includes(key))) continue;
        seen.add(key);
        findings.push(
          describe('', `${instruction(createdBy)} holds what has the form of a secret: ${rule.title}`),
        );
      }
    }
    return findings;
  },
};

function describe(name: string, evidence: string): ConfigFinding {
  return {
    checkId: 'image-secret-in-history',
    title: `A secret is readable in the image's history${name}`,
    severity: 'high',
    evidence,
    remediation:
      'Replace the secret. Give secrets to a build with "RUN --mount=type=secret", never with ARG or ENV.',
    controls: ['cis-docker-1.6/4.10'],
  };
}

/** The instruction alone: the rest of the line may hold more secrets. */
function instruction(createdBy: string): string {
  const line = createdBy.replace(/^\/bin\/sh -c #\(nop\)\s*/, '');
  const word = /^[A-Z]{2,12}(?=\s)/.exec(line)?.[0];
  return word === undefined ? 'A history line' : `A history line (${word})`;
}
