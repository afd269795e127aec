import { type Route, routeList } from '@breakwater/api';
import type { StateStore } from '@breakwater/store';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { auditAlone } from '../audit.ts';
import { authorise } from '../auth/authorise.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import { TokenUse } from '../auth/token-use.ts';
import { authenticate } from './authenticate.ts';
import type { Call, Handler } from './handler.ts';
import { HttpError } from './http-error.ts';

const defaultBodyLimit = 1024 * 1024;

/** Routes whose body is bytes of the caller's format, not a document of ours. */
function takesBytes(route: Route): boolean {
  return route.tag === 'Intake';
}

/**
 * Registers every route of the contract with its rule, limits and shapes.
 * @throws Error when a route has no handler, or a handler no route: the table must be whole.
 */
export function registerRoutes(
  app: FastifyInstance,
  handlers: readonly Handler[],
  state: StateStore,
  now: () => number,
): void {
  const byId = new Map(handlers.map((handler) => [handler.route.id, handler]));
  const missing = routeList.filter((route) => !byId.has(route.id)).map((route) => route.id);
  if (missing.length > 0) throw new Error(`routes without a handler: ${missing.join(', ')}`);
  if (byId.size !== handlers.length) throw new Error('a route has two handlers');
  const parts: RouteParts = { byId, state, now, tokenUse: new TokenUse(state) };
  app.register(async (bytes) => {
    bytes.removeAllContentTypeParsers();
    bytes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const route of routeList.filter(takesBytes)) registerRoute(bytes, route, parts);
  });
  app.register(async (documents) => {
    for (const route of routeList.filter((candidate) => !takesBytes(candidate))) {
      registerRoute(documents, route, parts);
    }
  });
}

interface RouteParts {
  readonly byId: ReadonlyMap<string, Handler>;
  readonly state: StateStore;
  readonly now: () => number;
  readonly tokenUse: TokenUse;
}

function registerRoute(app: FastifyInstance, route: Route, { byId, state, now, tokenUse }: RouteParts): void {
  const handler = byId.get(route.id);
  if (handler === undefined) return;
  const callers = new WeakMap<FastifyRequest, Pick<Call<unknown, unknown, unknown>, 'caller' | 'scope'>>();
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimit ?? defaultBodyLimit,
    schema: {
      operationId: route.id,
      summary: route.summary,
      tags: [route.tag],
      ...(route.params === undefined ? {} : { params: route.params }),
      ...(route.query === undefined ? {} : { querystring: route.query }),
      ...(route.body === undefined ? {} : { body: route.body }),
      ...(route.response.kind === 'json' ? { response: { 200: route.response.schema } } : {}),
    },
    /** Before the body is read: whoever may not call does not make the server work. */
    onRequest: async (request) => {
      const caller = await authenticate(state, request, now());
      try {
        callers.set(request, { caller, scope: authorise(route.access, caller) });
        if (caller.kind === 'token') tokenUse.note(caller.tokenId, now(), request.log);
      } catch (error) {
        if (error instanceof HttpError && error.status === 403)
          await auditRefusal(state, route, caller, request, now());
        throw error;
      }
    },
    handler: async (request, reply) => {
      const known = callers.get(request);
      if (known === undefined) throw new Error(`${route.id} was reached without authorisation`);
      const { params, query, body } = request;
      const answer = await handler.handle({ ...known, params, query, body, request, reply });
      return answerWith(route, answer, reply);
    },
  });
}

function answerWith(route: Route, answer: unknown, reply: FastifyReply): unknown {
  if (route.response.kind === 'empty') return reply.code(204).send();
  if (route.response.kind === 'stream') return reply;
  return answer;
}

function auditRefusal(
  state: StateStore,
  route: Route,
  caller: Caller,
  request: FastifyRequest,
  now: number,
): Promise<void> {
  const note = { actor: actorOf(caller), action: route.id, outcome: 'refused', address: request.ip } as const;
  return auditAlone(state, note, now);
}
