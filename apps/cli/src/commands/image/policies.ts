import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  failOnPolicy,
  type ImagePolicy,
  type JudgeContext,
  type JudgedReport,
  judgeByPolicies,
  PolicyError,
  readImagePolicy,
} from '@breakwater/findings';
import { isSeverity, type PolicyVerdict, severities } from '@breakwater/model';
import { policyKnowledge } from '@breakwater/scan';
import { CommandError } from '../../exit-code.ts';

const shippedFolder = fileURLToPath(new URL('../../../../../content/policies/image/', import.meta.url));
const maxPolicyBytes = 4 << 20;

/** A policy as it stands in a file. */
export interface PolicyFile {
  readonly path: string;
  readonly text: string;
  readonly policy: ImagePolicy;
}

/**
 * The policies of a scan: those named, by file or by the name of a shipped one, and the gate of `--fail-on`; the shipped default
 * policy when neither is given.
 */
export async function readPolicies(
  wanted: readonly string[],
  failOn: string | undefined,
): Promise<readonly ImagePolicy[]> {
  const policies: ImagePolicy[] = [];
  for (const one of wanted.length === 0 && failOn === undefined ? ['default'] : wanted) {
    policies.push((await readPolicyFile(one)).policy);
  }
  if (failOn === undefined) return policies;
  if (!isSeverity(failOn)) {
    throw new CommandError(`--fail-on must be one of ${severities.join(', ')}, not "${failOn}"`);
  }
  return [...policies, failOnPolicy(failOn)];
}

/** The verdict of each policy that applies to the image. */
export function judgeReport(
  policies: readonly ImagePolicy[],
  report: JudgedReport,
  now: Date,
  context: JudgeContext = {},
): PolicyVerdict[] {
  return judgeByPolicies(policies, report, now, { knowledge: policyKnowledge, ...context });
}

/** Reads a policy from a file, or the shipped one of that name. */
export async function readPolicyFile(wanted: string): Promise<PolicyFile> {
  const path = isName(wanted) ? await shippedPath(wanted) : wanted;
  try {
    const text = await readFile(path, 'utf8');
    if (text.length > maxPolicyBytes) throw new CommandError(`the policy ${path} is longer than 4 MiB`);
    return { path, text, policy: readImagePolicy(text, path) };
  } catch (error) {
    if (error instanceof PolicyError) throw new CommandError(`the policy is not valid:\n${error.message}`);
    if (error instanceof CommandError || !(error instanceof Error)) throw error;
    const isMissing = 'code' in error && error.code === 'ENOENT';
    const why = isMissing ? 'no such file; check the path' : error.message;
    throw new CommandError(`the policy ${path} cannot be read: ${why}`, { cause: error });
  }
}

/** Every shipped policy, by name. */
export async function shippedPolicies(): Promise<readonly PolicyFile[]> {
  const names = await shippedNames();
  return Promise.all(names.map((name) => readPolicyFile(`${shippedFolder}${name}.yaml`)));
}

async function shippedNames(): Promise<readonly string[]> {
  const files = await readdir(shippedFolder);
  return files
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('.tests.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** A word without a path and an ending is a name. */
function isName(wanted: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/.test(wanted);
}

async function shippedPath(name: string): Promise<string> {
  const names = await shippedNames();
  if (names.includes(name)) return `${shippedFolder}${name}.yaml`;
  throw new CommandError(
    `no shipped policy is named "${name}"; there are ${names.join(', ')}. For a file write its path, like ./${name}`,
  );
}
