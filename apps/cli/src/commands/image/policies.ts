import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  appliesTo,
  evaluatePolicy,
  type ImagePolicy,
  type JudgedReport,
  PolicyError,
  readImagePolicy,
} from '@breakwater/findings';
import { isSeverity, type PolicyVerdict, severities } from '@breakwater/model';
import { CommandError } from '../../exit-code.ts';

const shipped = new URL('../../../../../content/policies/image/default.yaml', import.meta.url);

/**
 * The policies of a scan: the named files and the gate of `--fail-on`; the shipped default policy when neither
 * is given.
 */
export async function readPolicies(
  files: readonly string[],
  failOn: string | undefined,
): Promise<readonly ImagePolicy[]> {
  const wanted = files.length === 0 && failOn === undefined ? [fileURLToPath(shipped)] : files;
  const policies: ImagePolicy[] = [];
  for (const file of wanted) policies.push(await readPolicy(file));
  return failOn === undefined ? policies : [...policies, failOnPolicy(failOn)];
}

/** The verdict of each policy that applies to the image. */
export function judgeReport(
  policies: readonly ImagePolicy[],
  report: JudgedReport,
  now: Date,
): PolicyVerdict[] {
  return policies
    .filter((policy) => appliesTo(policy, report))
    .map((policy) => evaluatePolicy(policy, report, now));
}

async function readPolicy(file: string): Promise<ImagePolicy> {
  try {
    return readImagePolicy(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof PolicyError) throw new CommandError(`the policy is not valid:\n${error.message}`);
    if (!(error instanceof Error)) throw error;
    const isMissing = 'code' in error && error.code === 'ENOENT';
    const why = isMissing ? 'no such file; check the path' : error.message;
    throw new CommandError(`the policy ${file} cannot be read: ${why}`, { cause: error });
  }
}

function failOnPolicy(severity: string): ImagePolicy {
  if (!isSeverity(severity)) {
    throw new CommandError(`--fail-on must be one of ${severities.join(', ')}, not "${severity}"`);
  }
  return {
    name: `fail-on-${severity}`,
    repositories: [],
    tags: [],
    gates: [
      { name: 'vulnerabilities', type: 'vulnerabilities', severityAtLeast: severity },
      { name: 'configuration', type: 'checks', severityAtLeast: severity },
    ],
    exceptions: [],
  };
}
