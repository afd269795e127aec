import type { Route } from '@breakwater/api';
import type { Filter } from '@breakwater/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.ts';

/** One request after authorisation and validation. `scope` bounds everything the handler reads or writes. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly caller: Caller;
  readonly scope: Filter;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The implementation of one route. What it resolves to is the answer; a stream route writes to `reply`. */
export interface Handler {
  readonly route: Route;
  readonly handle: (call: Call<unknown, unknown, unknown>) => Promise<unknown>;
}

/** Ties an implementation to its route; the route's shapes type the call and the answer. */
export function implement<P, Q, B, R>(
  route: Route<P, Q, B, R>,
  handle: (call: Call<P, Q, B>) => Promise<R>,
): Handler {
  return { route, handle: (call) => handle(call as Call<P, Q, B>) };
}
