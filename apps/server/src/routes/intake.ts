import { type IntakeAnswer, routes } from '@breakwater/api';
import type { Filter } from '@breakwater/model';
import type { FastifyRequest } from 'fastify';
import { type Handler, implement } from '../http/handler.ts';
import { bodyBytes } from '../intake/body.ts';
import type { Intake } from '../intake/intake.ts';

/** What machines send: CloudTrail records, EventBridge events, task metrics. */
export function intakeHandlers(intake: Intake): readonly Handler[] {
  async function take(kind: string, request: FastifyRequest, scope: Filter): Promise<IntakeAnswer> {
    const bytes = await bodyBytes(request.body, request.headers['content-encoding']);
    return intake.accept(kind, bytes, false, scope);
  }
  return [
    implement(routes.intakeCloudTrail, ({ request, scope }) => take('cloudtrail', request, scope)),
    implement(routes.intakeEventBridge, ({ request, scope }) => take('eventbridge', request, scope)),
    implement(routes.intakeMetrics, ({ request, scope }) => take('metrics', request, scope)),
  ];
}
