import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filterSchema, type PolicyBody, policyActionSchema } from '@breakwater/api';
import { everything, policyStatuses, policyTypes, severities } from '@breakwater/model';
import { parse } from 'yaml';
import { z } from 'zod';

/** A runtime policy as it comes with Breakwater. */
export interface ShippedPolicy extends PolicyBody {
  readonly id: string;
}

const text = z.string().trim().min(1);

const fileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be kebab-case'),
  name: text.max(200),
  description: text.max(2000),
  type: z.enum(policyTypes),
  severity: z.enum(severities),
  scope: filterSchema.default(everything),
  rules: z.array(text.max(200)).default([]),
  actions: z.array(policyActionSchema).default([]),
  runbook: text.max(2000).exactOptional(),
  status: z.enum(policyStatuses).default('enabled'),
});

/**
 * The runtime policies that come with Breakwater, one per file of the folder.
 * @throws Error that names file and key
 */
export async function readShippedPolicies(folder: string): Promise<readonly ShippedPolicy[]> {
  const policies: ShippedPolicy[] = [];
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort()) {
    const file = join(folder, name);
    policies.push(readPolicy(await readFile(file, 'utf8'), file));
  }
  return policies;
}

function readPolicy(content: string, file: string): ShippedPolicy {
  const read = fileSchema.safeParse(parse(content));
  if (read.success) return read.data;
  const problems = read.error.issues.map(
    ({ path, message }) => `${path.length === 0 ? '' : `${path.join('.')}: `}${message}`,
  );
  throw new Error(`${file}: ${problems.join('; ')}`);
}
