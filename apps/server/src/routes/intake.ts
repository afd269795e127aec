import { type IntakeAnswer, type Route, routes } from '@breakwater/api';
import type { FastifyRequest } from 'fastify';
import { type Handler, implement } from '../http/handler.ts';
import { bodyBytes } from '../intake/body.ts';
import { githubDelivery } from '../intake/github-delivery.ts';
import type { Intake } from '../intake/intake.ts';

type IntakeRoute = Route<unknown, unknown, unknown, IntakeAnswer>;

/** Which kind of intake each route feeds; GitHub's deliveries need their headers as well. */
const kindOfRoute: readonly (readonly [IntakeRoute, string])[] = [
  [routes.intakeCloudTrail, 'cloudtrail'],
  [routes.intakeEventBridge, 'eventbridge'],
  [routes.intakeMetrics, 'metrics'],
  [routes.intakeKubernetesAudit, 'k8s-audit'],
  [routes.intakeFileChanges, 'fim'],
  [routes.intakeConfigChanges, 'config'],
  [routes.intakeOkta, 'okta'],
  [routes.intakeSystemCalls, 'syscall'],
];

/** What machines send: records of every source, and task metrics. */
export function intakeHandlers(intake: Intake, now: () => number): readonly Handler[] {
  return [
    ...kindOfRoute.map(([route, kind]) =>
      implement(route, async ({ request, scope }) =>
        intake.accept(kind, await bytesOf(request), false, scope),
      ),
    ),
    implement(routes.intakeGithub, async ({ request, scope }) => {
      const bytes = githubDelivery(await bytesOf(request), request.headers, now());
      return intake.accept('github', bytes, false, scope);
    }),
  ];
}

function bytesOf(request: FastifyRequest): Promise<Uint8Array> {
  return bodyBytes(request.body, request.headers['content-encoding']);
}
