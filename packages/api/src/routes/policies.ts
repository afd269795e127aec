import type { PolicyException } from '@breakwater/model';
import { z } from 'zod';
import { administerAccess, readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import { filterSchema } from '../schemas/filter.ts';
import { idParams, restoreBody, revisionQuery } from '../schemas/params.ts';
import { type PolicyBody, type PolicyView, policyBodySchema, policySchema } from '../schemas/policy.ts';

/** A policy as the list shows it. */
export interface PolicyRow extends PolicyView {
  /** Rules that it runs now: those named, or all of its source. */
  readonly ruleCount: number;
  /** One of its rules asks for a capture. */
  readonly hasCapture: boolean;
  /** Rules that it names and that no enabled rule file of its source defines: they do nothing. */
  readonly missingRules: readonly string[];
  /** Detections of the last seven days in the caller's scope. */
  readonly detections: number;
  /**
   * What its exceptions kept silent since the server started, anywhere: empty for who does not see everything.
   * Exceptions that kept nothing silent are left out.
   */
  readonly suppressions: readonly Suppression[];
}

/** How often an exception kept a rule silent. */
export interface Suppression {
  readonly exception: string;
  readonly count: number;
  /** ISO 8601. */
  readonly lastAt: string;
}

/** One state of a policy: the newest is the policy itself. */
export interface PolicyVersion {
  readonly revision: number;
  readonly at: string;
  readonly by: string;
  /** What was done: created, edited, restored revision 3, exception added … */
  readonly change: string;
  readonly policy: PolicyView;
}

export interface WebhookSecretView {
  /** `whsec_` and base64. */
  readonly secret: string;
  readonly createdAt: string;
}

export type ExceptionBody = Pick<PolicyException, 'rule' | 'filter' | 'reason' | 'expiresAt'>;

const tag = 'Runtime policies';
const count = z.number().int();
const rowSchema: z.ZodType<PolicyRow> = z.intersection(
  policySchema,
  z.object({
    ruleCount: count,
    hasCapture: z.boolean(),
    missingRules: z.array(z.string()),
    detections: count,
    suppressions: z.array(z.object({ exception: z.string(), count, lastAt: z.string() })),
  }),
);
const versionSchema: z.ZodType<PolicyVersion> = z.object({
  revision: count,
  at: z.string(),
  by: z.string(),
  change: z.string(),
  policy: policySchema,
});
const webhookSecretSchema: z.ZodType<WebhookSecretView> = z.object({
  secret: z.string(),
  createdAt: z.string(),
});
const exceptionBody: z.ZodType<ExceptionBody> = z.strictObject({
  rule: z.string().trim().min(1).max(200).exactOptional(),
  filter: filterSchema,
  reason: z.string().trim().min(1).max(2000),
  expiresAt: z.iso.datetime().exactOptional(),
});

export const listPolicies: Route<unknown, unknown, unknown, { policies: readonly PolicyRow[] }> = {
  id: 'listPolicies',
  method: 'GET',
  path: '/api/v1/policies',
  summary:
    'Runtime policies that may watch something in the scope, with rules and detections counted; webhook addresses for administrators only',
  tag,
  access: readAccess,
  response: json(z.object({ policies: z.array(rowSchema) })),
};

export const getPolicy: Route<{ id: string }, unknown, unknown, PolicyRow> = {
  id: 'getPolicy',
  method: 'GET',
  path: '/api/v1/policies/:id',
  summary: 'One runtime policy',
  tag,
  access: readAccess,
  params: idParams,
  response: json(rowSchema),
};

export const createPolicy: Route<unknown, unknown, PolicyBody, PolicyRow> = {
  id: 'createPolicy',
  method: 'POST',
  path: '/api/v1/policies',
  summary: 'Create a runtime policy; it works at once',
  tag,
  access: administerAccess,
  body: policyBodySchema,
  response: json(rowSchema),
};

export const updatePolicy: Route<{ id: string }, { revision: number }, PolicyBody, PolicyRow> = {
  id: 'updatePolicy',
  method: 'PUT',
  path: '/api/v1/policies/:id',
  summary: 'Change a policy; `revision` is the one that was edited: 409 when somebody was faster',
  tag,
  access: administerAccess,
  params: idParams,
  query: revisionQuery,
  body: policyBodySchema,
  response: json(rowSchema),
};

export const deletePolicy: Route<{ id: string }> = {
  id: 'deletePolicy',
  method: 'DELETE',
  path: '/api/v1/policies/:id',
  summary: 'Delete a policy of your own; its detections stay. A shipped one can only be disabled',
  tag,
  access: administerAccess,
  params: idParams,
  response: { kind: 'empty' },
};

export const listPolicyVersions: Route<
  { id: string },
  unknown,
  unknown,
  { versions: readonly PolicyVersion[] }
> = {
  id: 'listPolicyVersions',
  method: 'GET',
  path: '/api/v1/policies/:id/versions',
  summary: 'Every state of a policy, newest first',
  tag,
  access: readAccess,
  params: idParams,
  response: json(z.object({ versions: z.array(versionSchema) })),
};

export const restorePolicy: Route<{ id: string }, unknown, { revision: number }, PolicyRow> = {
  id: 'restorePolicy',
  method: 'POST',
  path: '/api/v1/policies/:id/restore',
  summary: 'Make an earlier state the newest; exceptions included',
  tag,
  access: administerAccess,
  params: idParams,
  body: restoreBody,
  response: json(rowSchema),
};

export const addPolicyException: Route<{ id: string }, unknown, ExceptionBody, PolicyRow> = {
  id: 'addPolicyException',
  method: 'POST',
  path: '/api/v1/policies/:id/exceptions',
  summary: 'Accept detections that a filter matches, with a reason and an end',
  tag,
  access: administerAccess,
  params: idParams,
  body: exceptionBody,
  response: json(rowSchema),
};

export const removePolicyException: Route<{ id: string; exception: string }, unknown, unknown, PolicyRow> = {
  id: 'removePolicyException',
  method: 'DELETE',
  path: '/api/v1/policies/:id/exceptions/:exception',
  summary: 'Take an exception back',
  tag,
  access: administerAccess,
  params: z.object({ id: z.string().max(200), exception: z.string().max(200) }),
  response: json(rowSchema),
};

export const getWebhookSecret: Route<unknown, unknown, unknown, WebhookSecretView> = {
  id: 'getWebhookSecret',
  method: 'GET',
  path: '/api/v1/webhook-secret',
  summary: 'What the webhooks of policies are signed with (Standard Webhooks), for their receivers',
  tag,
  access: administerAccess,
  response: json(webhookSecretSchema),
};

export const renewWebhookSecret: Route<unknown, unknown, unknown, WebhookSecretView> = {
  id: 'renewWebhookSecret',
  method: 'POST',
  path: '/api/v1/webhook-secret',
  summary: 'Make a new secret; for a day webhooks are signed with the one before as well',
  tag,
  access: administerAccess,
  response: json(webhookSecretSchema),
};
