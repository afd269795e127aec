import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Evaluation,
  EvaluationError,
  JmesPathError,
  type Json,
  type JsonObject,
  matchPolicy,
  PolicyError,
  readPolicies,
} from '@breakwater/posture';
import type { Case, Outcome, Suite } from '../suite.ts';

/** A case file; its README names the fields. */
interface CustodianCase {
  readonly id: string;
  readonly policy: string;
  readonly resource_id_field: string;
  readonly context: {
    readonly account_id: string;
    readonly region: string;
    readonly now: string;
    readonly event?: Json;
  };
  readonly resources: readonly JsonObject[];
  readonly related?: Readonly<Record<string, readonly JsonObject[]>>;
  readonly api?: Readonly<Record<string, readonly ApiAnswer[]>>;
  readonly remote?: Readonly<Record<string, string>>;
  readonly ordered?: boolean;
  readonly expected: { readonly matched?: readonly string[]; readonly error?: 'validation' | 'execution' };
}

interface ApiAnswer {
  readonly when: JsonObject;
  readonly response?: Json;
  readonly error?: string;
}

/** Policies of Cloud Custodian's format over described resources. */
export const custodian: Suite = {
  name: 'custodian',
  defaultPath: 'c7n-cases',
  cases: async (path) => {
    const files = await caseFiles(path);
    const read = await Promise.all(
      files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as CustodianCase),
    );
    return read.map((one): Case => ({ id: one.id, run: () => compare(one) }));
  },
};

async function caseFiles(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}

function compare(one: CustodianCase): Outcome {
  const actual = evaluate(one);
  const { expected } = one;
  const passed =
    expected.error === undefined
      ? actual.matched !== undefined && isSame(expected.matched ?? [], actual.matched, one.ordered === true)
      : actual.error === expected.error;
  return { passed, expected: { matched: expected.matched, error: expected.error }, actual };
}

interface Result {
  readonly matched?: readonly string[];
  readonly error?: 'validation' | 'execution';
  readonly message?: string;
}

function evaluate(one: CustodianCase): Result {
  const { context } = one;
  const now = new Date(context.now);
  try {
    const [policy] = readPolicies(one.policy, `${one.id}.yaml`, {
      accountId: context.account_id,
      region: context.region,
      now,
    });
    if (policy === undefined) return { error: 'validation', message: 'no policy' };
    const evaluation: Evaluation = {
      now,
      accountId: context.account_id,
      region: context.region,
      ...(context.event === undefined ? {} : { event: context.event }),
      related: (type) => one.related?.[type] ?? (type === policy.resourceType ? one.resources : []),
      call: (operation, parameters) => answer(one, operation, parameters),
      remote: (url) => document(one, url),
    };
    const matched = matchPolicy(policy, one.resources, evaluation);
    return { matched: matched.map((resource) => String(resource[one.resource_id_field])) };
  } catch (error) {
    if (error instanceof PolicyError) return { error: 'validation', message: error.message };
    if (error instanceof EvaluationError || error instanceof JmesPathError) {
      return { error: 'execution', message: error.message };
    }
    throw error;
  }
}

/** Error codes by which AWS says that there is nothing, as opposed to refusing. */
const nothingThere = /NotFound|NoSuch/;

function answer(one: CustodianCase, operation: string, parameters: JsonObject): Json | undefined {
  const found = one.api?.[operation]?.find(({ when }) =>
    Object.entries(when).every(([key, value]) => JSON.stringify(parameters[key]) === JSON.stringify(value)),
  );
  if (found === undefined) return undefined;
  if (found.error === undefined) return found.response;
  if (nothingThere.test(found.error)) return undefined;
  throw new EvaluationError(`${operation}: ${found.error}`);
}

function document(one: CustodianCase, url: string): string {
  const text = one.remote?.[url];
  if (text === undefined) throw new EvaluationError(`${url} does not exist`);
  return text;
}

function isSame(expected: readonly string[], actual: readonly string[], isOrdered: boolean): boolean {
  const [a, b] = isOrdered ? [expected, actual] : [expected.toSorted(), actual.toSorted()];
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
