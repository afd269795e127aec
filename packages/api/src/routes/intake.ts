import { z } from 'zod';
import type { Access } from '../access.ts';
import { json, type ResponseShape, type Route } from '../route.ts';

/** What became of a batch, once all that is accepted is durable. */
export interface IntakeAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly { readonly index: number; readonly error: string }[];
}

const access: Access = { kind: 'token', scope: 'intake' };
const tag = 'Intake';
const bodyLimit = 16 * 1024 * 1024;
const response: ResponseShape<IntakeAnswer> = json(
  z.object({
    accepted: z.number().int(),
    duplicates: z.number().int(),
    rejected: z.array(z.object({ index: z.number().int(), error: z.string() })),
  }),
);

/** The body is read as bytes (gzip allowed), never as a parsed document: a bad record must not refuse a batch. */
export const intakeCloudTrail: Route<unknown, unknown, unknown, IntakeAnswer> = {
  id: 'intakeCloudTrail',
  method: 'POST',
  path: '/api/v1/intake/cloudtrail',
  summary: 'CloudTrail records: `{"Records": [...]}`, one record, or JSON lines; gzip allowed',
  tag,
  access,
  response,
  bodyLimit,
};

export const intakeEventBridge: Route<unknown, unknown, unknown, IntakeAnswer> = {
  id: 'intakeEventBridge',
  method: 'POST',
  path: '/api/v1/intake/eventbridge',
  summary:
    'EventBridge events (ECS task, service and deployment events): one, a list, or JSON lines; gzip allowed',
  tag,
  access,
  response,
  bodyLimit,
};

export const intakeMetrics: Route<unknown, unknown, unknown, IntakeAnswer> = {
  id: 'intakeMetrics',
  method: 'POST',
  path: '/api/v1/intake/metrics',
  summary: 'Task metrics in Prometheus text exposition, as `breakwater metrics task` serves them',
  tag,
  access,
  response,
  bodyLimit,
};

/** An intake of JSON records that a source reads: one, a list, or one a line. */
function recordIntake(
  id: string,
  path: string,
  what: string,
): Route<unknown, unknown, unknown, IntakeAnswer> {
  return {
    id,
    method: 'POST',
    path: `/api/v1/intake/${path}`,
    summary: `${what}: one, a list, or JSON lines; gzip allowed`,
    tag,
    access,
    response,
    bodyLimit,
  };
}

export const intakeKubernetesAudit: Route<unknown, unknown, unknown, IntakeAnswer> = recordIntake(
  'intakeKubernetesAudit',
  'k8s-audit',
  'Kubernetes audit events as an API server sends them (`EventList`)',
);

export const intakeFileChanges: Route<unknown, unknown, unknown, IntakeAnswer> = recordIntake(
  'intakeFileChanges',
  'fim',
  'File integrity: changes of files in containers',
);

export const intakeConfigChanges: Route<unknown, unknown, unknown, IntakeAnswer> = recordIntake(
  'intakeConfigChanges',
  'config',
  'Configuration changes of cloud resources, also EventBridge events of AWS Config',
);

export const intakeGithub: Route<unknown, unknown, unknown, IntakeAnswer> = recordIntake(
  'intakeGithub',
  'github',
  'GitHub webhook deliveries with the headers of GitHub, or bodies with `webhook_type`',
);

export const intakeOkta: Route<unknown, unknown, unknown, IntakeAnswer> = recordIntake(
  'intakeOkta',
  'okta',
  'Events of the Okta system log',
);

export const intakeSystemCalls: Route<unknown, unknown, unknown, IntakeAnswer> = recordIntake(
  'intakeSystemCalls',
  'syscall',
  'System calls as `{"type", "time", "fields"}`',
);
