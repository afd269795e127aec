import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { everything, isSeverity } from '@breakwater/model';
import { type RuntimePolicy, runtimePolicies, type StateStore } from '@breakwater/store';
import { parse } from 'yaml';

const types: readonly RuntimePolicy['type'][] = ['cloudtrail', 'ecs', 'workload', 'kubernetes-audit'];

/** The runtime policies that come with Breakwater, one per file of the folder. */
export async function readRuntimePolicies(folder: string, now: number): Promise<readonly RuntimePolicy[]> {
  const policies: RuntimePolicy[] = [];
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort()) {
    const file = join(folder, name);
    policies.push(policyOf(parse(await readFile(file, 'utf8')), file, now));
  }
  return policies;
}

/** Adds policies that are not there yet; what people have changed stays theirs. */
export async function seedRuntimePolicies(
  state: StateStore,
  policies: readonly RuntimePolicy[],
): Promise<readonly RuntimePolicy[]> {
  return state.transaction(async (transaction) => {
    const table = transaction.table(runtimePolicies);
    for (const policy of policies) if ((await table.get(policy.id)) === undefined) await table.insert(policy);
    return (await table.list({ limit: 1000 })).rows.map(({ record }) => record);
  });
}

function policyOf(value: unknown, file: string, now: number): RuntimePolicy {
  const { id, name, description, type, severity } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof description !== 'string') {
    throw new Error(`${file}: id, name and description must be texts`);
  }
  const known = types.find((candidate) => candidate === type);
  if (known === undefined) throw new Error(`${file}: type must be one of ${types.join(', ')}`);
  if (!isSeverity(severity)) throw new Error(`${file}: severity must be critical, high, medium, low or info`);
  return {
    id,
    name,
    description,
    type: known,
    severity,
    scope: everything,
    rules: [],
    isEnabled: true,
    revision: 1,
    updatedAt: new Date(now).toISOString(),
    updatedBy: 'Breakwater',
    isSample: false,
  };
}
