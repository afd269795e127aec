import { routes } from '@breakwater/api';
import type { FastifyRequest } from 'fastify';
import { type Handler, implement } from '../http/handler.ts';
import { bodyBytes } from '../intake/body.ts';
import type { Intake } from '../intake/intake.ts';

/** What machines send: CloudTrail records, EventBridge events, task metrics. */
export function intakeHandlers(intake: Intake): readonly Handler[] {
  async function take(kind: string, request: FastifyRequest) {
    const bytes = await bodyBytes(request.body, request.headers['content-encoding']);
    return intake.accept(kind, bytes);
  }
  return [
    implement(routes.intakeCloudTrail, ({ request }) => take('cloudtrail', request)),
    implement(routes.intakeEventBridge, ({ request }) => take('eventbridge', request)),
    implement(routes.intakeMetrics, ({ request }) => take('metrics', request)),
  ];
}
