import type { Explanation, ExplanationNode, HuntResult, Severity } from '@breakwater/model';
import { z } from 'zod';
import { severitySchema } from './place.ts';

/** What is wrong with a rule file, with its place. Lines and columns count from 1. */
export interface RuleDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  /** `rule "X" > condition` */
  readonly item: string;
  readonly line: number;
  readonly column: number;
}

/** A rule as the list shows it. */
export interface RuleRow {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly priority: string;
  readonly severity: Severity;
  readonly tags: readonly string[];
  readonly kind: 'event' | 'threshold' | 'sequence';
  /** The rule file that defines it. */
  readonly fileId: string;
  readonly fileName: string;
  readonly origin: 'shipped' | 'custom';
  readonly isEnabled: boolean;
  readonly hasCapture: boolean;
  /** Policies that run it. */
  readonly policies: readonly { readonly id: string; readonly name: string }[];
  /** Detections of the last seven days in the caller's scope. */
  readonly detections: number;
  /** Since the rules were last loaded: how often it threw, and what. */
  readonly failures?: { readonly count: number; readonly lastError: string };
  /** Since the rules were last loaded: how often it was slow, and how many events it sat out for that. */
  readonly slowness?: { readonly count: number; readonly skippedEvents: number };
}

/** A rule with its text and what it refers to. */
export interface RuleDetail extends RuleRow {
  readonly condition: string;
  readonly output: string;
  /** The items of its file that define it, as written. */
  readonly text: string;
  /** Line of the rule in its file, from 1. */
  readonly line: number;
  readonly macros: readonly { readonly name: string; readonly condition: string }[];
  readonly exceptions: readonly string[];
}

/** An event source with its field table: what the editor completes. */
export interface RuleSourceView {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly {
    readonly name: string;
    readonly type: string;
    readonly isList: boolean;
    readonly argument: string;
    readonly description: string;
  }[];
}

/** A file of rules in Falco's format; files are loaded in the order of `position`, shipped ones first. */
export interface RuleFileView {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly origin: 'shipped' | 'custom';
  readonly isEnabled: boolean;
  readonly position: number;
  readonly ruleCount: number;
  /** Why the server switched it off: it no longer loaded, after an update for example. */
  readonly error?: string;
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export interface RuleFileVersion {
  readonly revision: number;
  readonly at: string;
  readonly by: string;
  readonly change: string;
  readonly name: string;
  readonly text: string;
}

/** What to judge: a file as it would be saved, among the files there are. */
export interface ValidateBody {
  readonly text: string;
  /** The file that it would replace; absent: a new one, loaded last. */
  readonly fileId?: string;
}

/** A retro-hunt or noise preview that runs or ran. */
export interface Hunt {
  readonly id: string;
  readonly status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  /** 0 to 1. */
  readonly progress: number;
  readonly error?: string;
  readonly result?: HuntResult;
}

const count = z.number().int();

export const ruleTextSchema: z.ZodType<string> = z.string().max(16 * 1024 * 1024);

export const draftSchema: z.ZodType<ValidateBody> = z.strictObject({
  text: ruleTextSchema,
  fileId: z.string().max(200).exactOptional(),
});

export const ruleDiagnosticSchema: z.ZodType<RuleDiagnostic> = z
  .object({
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    message: z.string(),
    item: z.string(),
    line: count,
    column: count,
  })
  .meta({ id: 'RuleDiagnostic' });

const rowFields = {
  name: z.string(),
  description: z.string(),
  source: z.string(),
  priority: z.string(),
  severity: severitySchema,
  tags: z.array(z.string()),
  kind: z.enum(['event', 'threshold', 'sequence']),
  fileId: z.string(),
  fileName: z.string(),
  origin: z.enum(['shipped', 'custom']),
  isEnabled: z.boolean(),
  hasCapture: z.boolean(),
  policies: z.array(z.object({ id: z.string(), name: z.string() })),
  detections: count,
  failures: z.object({ count, lastError: z.string() }).exactOptional(),
  slowness: z.object({ count, skippedEvents: count }).exactOptional(),
};

export const ruleRowSchema: z.ZodType<RuleRow> = z.object(rowFields).meta({ id: 'RuleRow' });

export const ruleDetailSchema: z.ZodType<RuleDetail> = z
  .object({
    ...rowFields,
    condition: z.string(),
    output: z.string(),
    text: z.string(),
    line: count,
    macros: z.array(z.object({ name: z.string(), condition: z.string() })),
    exceptions: z.array(z.string()),
  })
  .meta({ id: 'RuleDetail' });

export const ruleSourceSchema: z.ZodType<RuleSourceView> = z
  .object({
    name: z.string(),
    description: z.string(),
    fields: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        isList: z.boolean(),
        argument: z.string(),
        description: z.string(),
      }),
    ),
  })
  .meta({ id: 'RuleSource' });

export const ruleFileSchema: z.ZodType<RuleFileView> = z
  .object({
    id: z.string(),
    name: z.string(),
    text: z.string(),
    origin: z.enum(['shipped', 'custom']),
    isEnabled: z.boolean(),
    position: count,
    ruleCount: count,
    error: z.string().exactOptional(),
    revision: count,
    updatedAt: z.string(),
    updatedBy: z.string(),
  })
  .meta({ id: 'RuleFile' });

export const ruleFileVersionSchema: z.ZodType<RuleFileVersion> = z.object({
  revision: count,
  at: z.string(),
  by: z.string(),
  change: z.string(),
  name: z.string(),
  text: z.string(),
});

const fieldValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.array(z.number()),
  z.null(),
]);

const nodeSchema: z.ZodType<ExplanationNode> = z
  .lazy(() =>
    z.object({
      kind: z.enum(['and', 'or', 'not', 'macro', 'check']),
      text: z.string(),
      verdict: z.boolean(),
      isEvaluated: z.boolean(),
      isDecisive: z.boolean(),
      name: z.string().exactOptional(),
      value: fieldValue.exactOptional(),
      otherValue: fieldValue.exactOptional(),
      error: z.string().exactOptional(),
      omitted: count.exactOptional(),
      children: z.array(nodeSchema),
    }),
  )
  .meta({ id: 'ExplanationNode' });

export const explanationSchema: z.ZodType<Explanation> = z
  .object({
    rule: z.string(),
    fired: z.boolean(),
    reason: z.string(),
    tree: nodeSchema,
    exceptions: z.array(z.object({ name: z.string(), applies: z.boolean(), firesIf: z.string() })),
    needs: z.string().exactOptional(),
    correlation: z
      .object({
        kind: z.enum(['threshold', 'sequence']),
        count,
        firstTime: z.string(),
        lastTime: z.string(),
        eventIds: z.array(z.string()),
        group: z.record(z.string(), z.string()),
      })
      .exactOptional(),
  })
  .meta({ id: 'Explanation' });

const counted = z.array(z.object({ value: z.string(), count }));

export const huntSchema: z.ZodType<Hunt> = z
  .object({
    id: z.string(),
    status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']),
    progress: z.number().min(0).max(1),
    error: z.string().exactOptional(),
    result: z
      .object({
        scanned: count,
        matched: count,
        isComplete: z.boolean(),
        gaps: z.array(z.string()),
        byRule: counted,
        stepMs: z.number(),
        bars: z.array(
          z.object({
            time: z.number(),
            counts: z.object({ critical: count, high: count, medium: count, low: count, info: count }),
          }),
        ),
        topWorkloads: counted,
        topIdentities: counted,
        samples: z.array(
          z.object({ eventId: z.string(), time: z.number(), rule: z.string(), output: z.string() }),
        ),
      })
      .exactOptional(),
  })
  .meta({ id: 'Hunt' });
