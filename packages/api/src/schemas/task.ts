import type { Place } from '@breakwater/model';
import { z } from 'zod';
import { placeSchema } from './place.ts';

/** One container of a task, as its last state change tells. */
export interface TaskContainer {
  readonly name: string;
  readonly image?: string;
  readonly imageDigest?: string;
  readonly lastStatus: string;
  readonly exitCode?: number;
  readonly reason?: string;
}

/** Why a task stopped, in plain words. */
export interface Diagnosis {
  /** One sentence: what happened. */
  readonly summary: string;
  /** What the evidence says about the cause, most telling first. */
  readonly reasons: readonly string[];
  readonly nextSteps: readonly string[];
  /** A stop that nobody needs to look at (scaling, a deployment, a person's own doing). */
  readonly isExpected: boolean;
}

/** One row of the dead tasks. */
export interface TaskRow {
  readonly arn: string;
  readonly place: Place;
  readonly taskDefinition: string;
  readonly lastStatus: string;
  readonly startedAt?: string;
  readonly stoppedAt?: string;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly exitCode?: number;
  /** The diagnosis in one sentence. */
  readonly summary: string;
  readonly isExpected: boolean;
  readonly isSample: boolean;
}

/** One moment in the life of a task. */
export interface LifeLineEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly phase:
    | 'created'
    | 'pull-started'
    | 'pull-stopped'
    | 'started'
    | 'stopping'
    | 'execution-stopped'
    | 'stopped';
  /** Milliseconds since the entry before. */
  readonly sincePreviousMs?: number;
}

/** Points of one metric of a task: `[milliseconds since the epoch, value]`. */
export interface MetricSeries {
  readonly metric: string;
  readonly container?: string;
  readonly points: readonly (readonly [number, number])[];
}

export interface TaskDetail extends TaskRow {
  readonly containers: readonly TaskContainer[];
  readonly diagnosis: Diagnosis;
  readonly lifeLine: readonly LifeLineEntry[];
  readonly metrics: readonly MetricSeries[];
  /** CPU in vCPU and memory in bytes that the task was given. */
  readonly limits: { readonly cpu?: number; readonly memory?: number };
}

const text = z.string();

const rowFields = {
  arn: text,
  place: placeSchema,
  taskDefinition: text,
  lastStatus: text,
  startedAt: text.exactOptional(),
  stoppedAt: text.exactOptional(),
  stopCode: text.exactOptional(),
  stoppedReason: text.exactOptional(),
  exitCode: z.number().int().exactOptional(),
  summary: text,
  isExpected: z.boolean(),
  isSample: z.boolean(),
};

export const taskRowSchema: z.ZodType<TaskRow> = z.object(rowFields).meta({ id: 'TaskRow' });

export const taskDetailSchema: z.ZodType<TaskDetail> = z
  .object({
    ...rowFields,
    containers: z.array(
      z.object({
        name: text,
        image: text.exactOptional(),
        imageDigest: text.exactOptional(),
        lastStatus: text,
        exitCode: z.number().int().exactOptional(),
        reason: text.exactOptional(),
      }),
    ),
    diagnosis: z.object({
      summary: text,
      reasons: z.array(text),
      nextSteps: z.array(text),
      isExpected: z.boolean(),
    }),
    lifeLine: z.array(
      z.object({
        at: text,
        phase: z.enum([
          'created',
          'pull-started',
          'pull-stopped',
          'started',
          'stopping',
          'execution-stopped',
          'stopped',
        ]),
        sincePreviousMs: z.number().exactOptional(),
      }),
    ),
    metrics: z.array(
      z.object({
        metric: text,
        container: text.exactOptional(),
        points: z.array(z.tuple([z.number(), z.number()])),
      }),
    ),
    limits: z.object({ cpu: z.number().exactOptional(), memory: z.number().exactOptional() }),
  })
  .meta({ id: 'TaskDetail' });
