import { z } from 'zod';
import { administerAccess } from '../access.ts';
import { json, type Route } from '../route.ts';

/** An imported file: policies and rule files as the export wrote them. */
export interface ImportResult {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly unchanged: readonly string[];
}

const tag = 'Runtime policies';

export const exportPolicies: Route = {
  id: 'exportPolicies',
  method: 'GET',
  path: '/api/v1/policies/export',
  summary: 'Policies and own rule files as one YAML document that can be imported again',
  tag,
  access: administerAccess,
  response: { kind: 'stream', contentTypes: ['application/yaml'] },
};

export const importPolicies: Route<unknown, unknown, { text: string }, ImportResult> = {
  id: 'importPolicies',
  method: 'POST',
  path: '/api/v1/policies/import',
  summary: 'Take in what an export wrote: all of it or, with an error that names the place, nothing',
  tag,
  access: administerAccess,
  body: z.strictObject({ text: z.string().max(16 * 1024 * 1024) }),
  bodyLimit: 20 * 1024 * 1024,
  response: json(
    z.object({
      created: z.array(z.string()),
      updated: z.array(z.string()),
      unchanged: z.array(z.string()),
    }),
  ),
};
