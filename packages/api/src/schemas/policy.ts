import {
  actionModes,
  type PolicyAction,
  type PolicyException,
  policyStatuses,
  policyTypes,
  type RuntimePolicy,
} from '@breakwater/model';
import { z } from 'zod';
import { filterSchema } from './filter.ts';
import { severitySchema } from './place.ts';

const mode = z.enum(actionModes);
const name = z.string().trim().min(1).max(200);

export const policyActionSchema: z.ZodType<PolicyAction> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('webhook'),
    mode,
    url: z
      .url({ protocol: /^https$/, error: 'must be an address that begins with https://' })
      .max(2000)
      .refine(
        (text) => !URL.canParse(text) || !hasCredentials(new URL(text)),
        'must hold no user name or password: receivers check the signature of what is sent',
      ),
  }),
  z.strictObject({
    type: z.literal('stop-task'),
    mode,
    maxPerServiceAndHour: z.number().int().min(1).max(100),
  }),
]);

function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

/** An action as somebody sees it who may not see where webhooks go. */
export type PolicyActionView =
  | PolicyAction
  | (Pick<Extract<PolicyAction, { type: 'webhook' }>, 'type' | 'mode'> & { readonly url?: undefined });

/** A policy as its reader may see it. */
export type PolicyView = Omit<RuntimePolicy, 'actions'> & { readonly actions: readonly PolicyActionView[] };

export const policyExceptionSchema: z.ZodType<PolicyException> = z
  .object({
    id: z.string().max(200),
    rule: name.exactOptional(),
    filter: filterSchema,
    reason: z.string().trim().min(1).max(2000),
    expiresAt: z.iso.datetime().exactOptional(),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .meta({ id: 'PolicyException' });

/** What a person edits; the server adds who, when and the revision. */
export type PolicyBody = Pick<
  RuntimePolicy,
  'name' | 'description' | 'type' | 'severity' | 'scope' | 'rules' | 'actions' | 'runbook' | 'status'
>;

const editable = {
  name,
  description: z.string().trim().max(2000),
  type: z.enum(policyTypes),
  severity: severitySchema,
  scope: filterSchema,
  rules: z.array(name).max(2000),
  actions: z.array(policyActionSchema).max(10),
  runbook: z.string().trim().max(2000).exactOptional(),
  status: z.enum(policyStatuses),
};

export const policyBodySchema: z.ZodType<PolicyBody> = z.strictObject(editable).meta({ id: 'PolicyBody' });

const actionViewSchema: z.ZodType<PolicyActionView> = z.union([
  policyActionSchema,
  z.strictObject({ type: z.literal('webhook'), mode }),
]);

export const policySchema: z.ZodType<PolicyView> = z
  .object({
    ...editable,
    actions: z.array(actionViewSchema).max(10),
    id: z.string(),
    exceptions: z.array(policyExceptionSchema).max(1000),
    origin: z.enum(['shipped', 'custom']),
    revision: z.number().int(),
    updatedAt: z.string(),
    updatedBy: z.string(),
    isSample: z.boolean(),
  })
  .meta({ id: 'RuntimePolicy' });
