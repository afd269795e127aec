import { z } from 'zod';
import { readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import {
  type ListQuery,
  listFields,
  type Page,
  pageOf,
  type TimeRange,
  timeFields,
} from '../schemas/page.ts';
import { type TaskDetail, type TaskRow, taskDetailSchema, taskRowSchema } from '../schemas/task.ts';

export interface TaskQuery extends ListQuery, TimeRange {
  /** `stopped` unless stated; `from` and `to` bound the time it stopped. */
  readonly status: 'stopped' | 'running' | 'all';
}

const tag = 'Tasks';

export const listTasks: Route<unknown, TaskQuery, unknown, Page<TaskRow>> = {
  id: 'listTasks',
  method: 'GET',
  path: '/api/v1/tasks',
  summary:
    'Tasks, the last stopped first; filters by cluster, service, stopCode, exitCode, isExpected and place; sorts by stoppedAt',
  tag,
  access: readAccess,
  query: z.object({
    ...listFields,
    ...timeFields,
    status: z.enum(['stopped', 'running', 'all']).default('stopped'),
  }),
  response: json(pageOf(taskRowSchema)),
};

export const getTask: Route<{ arn: string }, unknown, unknown, TaskDetail> = {
  id: 'getTask',
  method: 'GET',
  path: '/api/v1/tasks/:arn',
  summary: 'The black box of one task (ARN, percent-encoded): life line, diagnosis, containers, last metrics',
  tag,
  access: readAccess,
  params: z.object({ arn: z.string().max(2048) }),
  response: json(taskDetailSchema),
};
