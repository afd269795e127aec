import type { EventKind, Explanation } from '@breakwater/model';
import { z } from 'zod';
import { administerAccess, readAccess, respondAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import { idParams, restoreBody, revisionQuery } from '../schemas/params.ts';
import {
  draftSchema,
  explanationSchema,
  type RuleDetail,
  type RuleDiagnostic,
  type RuleFileVersion,
  type RuleFileView,
  type RuleRow,
  type RuleSourceView,
  ruleDetailSchema,
  ruleDiagnosticSchema,
  ruleFileSchema,
  ruleFileVersionSchema,
  ruleRowSchema,
  ruleSourceSchema,
  ruleTextSchema,
  type ValidateBody,
} from '../schemas/rule.ts';

export interface RuleFileBody {
  readonly name: string;
  readonly text: string;
  readonly isEnabled: boolean;
}

export interface RuleVerdict {
  readonly isValid: boolean;
  readonly diagnostics: readonly RuleDiagnostic[];
  /** Names of the rules that the text defines; none when it does not load. */
  readonly rules: readonly string[];
}

export interface ExplainBody {
  readonly rule: string;
  readonly event: { readonly kind: EventKind; readonly id: string };
  /** Rules that are not saved yet. */
  readonly draft?: ValidateBody;
}

/** ATT&CK techniques and framework controls, with the rules that look for them. */
export interface RuleCoverage {
  readonly tactics: readonly {
    readonly id: string;
    readonly name: string;
    readonly techniques: readonly {
      readonly id: string;
      readonly name: string;
      readonly rules: readonly string[];
      /** Detections of the last seven days in the caller's scope. */
      readonly detections: number;
    }[];
  }[];
  readonly frameworks: readonly {
    readonly id: string;
    readonly name: string;
    readonly controls: readonly {
      readonly id: string;
      readonly title: string;
      readonly rules: readonly string[];
    }[];
  }[];
}

const tag = 'Rules';
const bodyLimit = 20 * 1024 * 1024;
const fileBody: z.ZodType<RuleFileBody> = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'letters, digits, dots and dashes, at most 100'),
  text: ruleTextSchema,
  isEnabled: z.boolean(),
});
export const listRules: Route<unknown, unknown, unknown, { rules: readonly RuleRow[] }> = {
  id: 'listRules',
  method: 'GET',
  path: '/api/v1/rules',
  summary: 'Every rule, in load order, with the policies that run it and its detections',
  tag,
  access: readAccess,
  response: json(z.object({ rules: z.array(ruleRowSchema) })),
};

export const getRule: Route<{ name: string }, unknown, unknown, RuleDetail> = {
  id: 'getRule',
  method: 'GET',
  path: '/api/v1/rules/:name',
  summary: 'One rule with its text, macros and exceptions',
  tag,
  access: readAccess,
  params: z.object({ name: z.string().max(500) }),
  response: json(ruleDetailSchema),
};

export const listRuleSources: Route<unknown, unknown, unknown, { sources: readonly RuleSourceView[] }> = {
  id: 'listRuleSources',
  method: 'GET',
  path: '/api/v1/rule-sources',
  summary: 'Event sources with the fields that conditions and outputs can use',
  tag,
  access: readAccess,
  response: json(z.object({ sources: z.array(ruleSourceSchema) })),
};

export const getRuleCoverage: Route<unknown, unknown, unknown, RuleCoverage> = {
  id: 'getRuleCoverage',
  method: 'GET',
  path: '/api/v1/rule-coverage',
  summary: 'The ATT&CK techniques and framework controls that enabled rules look for',
  tag,
  access: readAccess,
  response: json(
    z.object({
      tactics: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          techniques: z.array(
            z.object({
              id: z.string(),
              name: z.string(),
              rules: z.array(z.string()),
              detections: z.number().int(),
            }),
          ),
        }),
      ),
      frameworks: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          controls: z.array(z.object({ id: z.string(), title: z.string(), rules: z.array(z.string()) })),
        }),
      ),
    }),
  ),
};

export const validateRules: Route<unknown, unknown, ValidateBody, RuleVerdict> = {
  id: 'validateRules',
  method: 'POST',
  path: '/api/v1/rules/validate',
  summary: 'Judge the text of a rule file as the compiler does; nothing is changed',
  tag,
  access: respondAccess,
  body: draftSchema,
  bodyLimit,
  response: json(
    z.object({
      isValid: z.boolean(),
      diagnostics: z.array(ruleDiagnosticSchema),
      rules: z.array(z.string()),
    }),
  ),
};

export const explainRule: Route<unknown, unknown, ExplainBody, Explanation> = {
  id: 'explainRule',
  method: 'POST',
  path: '/api/v1/rules/explain',
  summary: 'Why a rule fires on a stored event, or does not',
  tag,
  access: respondAccess,
  body: z.strictObject({
    rule: z.string().max(500),
    event: z.strictObject({ kind: z.enum(['event', 'detection', 'transition']), id: z.string().max(1024) }),
    draft: draftSchema.exactOptional(),
  }),
  bodyLimit,
  response: json(explanationSchema),
};

export const listRuleFiles: Route<unknown, unknown, unknown, { files: readonly RuleFileView[] }> = {
  id: 'listRuleFiles',
  method: 'GET',
  path: '/api/v1/rule-files',
  summary: 'Rule files in load order',
  tag,
  access: readAccess,
  response: json(z.object({ files: z.array(ruleFileSchema) })),
};

export const createRuleFile: Route<unknown, unknown, RuleFileBody, RuleFileView> = {
  id: 'createRuleFile',
  method: 'POST',
  path: '/api/v1/rule-files',
  summary: 'Add a rule file; refused with its diagnostics when it does not compile',
  tag,
  access: administerAccess,
  body: fileBody,
  bodyLimit,
  response: json(ruleFileSchema),
};

export const updateRuleFile: Route<{ id: string }, { revision: number }, RuleFileBody, RuleFileView> = {
  id: 'updateRuleFile',
  method: 'PUT',
  path: '/api/v1/rule-files/:id',
  summary: 'Change a file of your own, or switch a shipped one on and off; 409 when somebody was faster',
  tag,
  access: administerAccess,
  params: idParams,
  query: revisionQuery,
  body: fileBody,
  bodyLimit,
  response: json(ruleFileSchema),
};

export const deleteRuleFile: Route<{ id: string }> = {
  id: 'deleteRuleFile',
  method: 'DELETE',
  path: '/api/v1/rule-files/:id',
  summary: 'Delete a file of your own; refused while another file or a policy needs it',
  tag,
  access: administerAccess,
  params: idParams,
  response: { kind: 'empty' },
};

export const orderRuleFiles: Route<
  unknown,
  unknown,
  { ids: readonly string[] },
  { files: readonly RuleFileView[] }
> = {
  id: 'orderRuleFiles',
  method: 'PUT',
  path: '/api/v1/rule-files/order',
  summary:
    'Load your own files in this order, after the shipped ones; `ids` names each of them once: 409 when there are others',
  tag,
  access: administerAccess,
  body: z.strictObject({ ids: z.array(z.string().max(200)).max(200) }),
  response: json(z.object({ files: z.array(ruleFileSchema) })),
};

export const listRuleFileVersions: Route<
  { id: string },
  unknown,
  unknown,
  { versions: readonly RuleFileVersion[] }
> = {
  id: 'listRuleFileVersions',
  method: 'GET',
  path: '/api/v1/rule-files/:id/versions',
  summary: 'Every state of a rule file, newest first',
  tag,
  access: readAccess,
  params: idParams,
  response: json(z.object({ versions: z.array(ruleFileVersionSchema) })),
};

export const restoreRuleFile: Route<{ id: string }, unknown, { revision: number }, RuleFileView> = {
  id: 'restoreRuleFile',
  method: 'POST',
  path: '/api/v1/rule-files/:id/restore',
  summary: 'Make an earlier state of a file of your own the newest; it must compile among the others',
  tag,
  access: administerAccess,
  params: idParams,
  body: restoreBody,
  response: json(ruleFileSchema),
};
