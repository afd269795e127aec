import table from 'virtual:routes';
import {
  ApiError,
  type CallInput,
  call,
  type ResponseShape,
  type Route,
  type routes,
  urlOf,
} from '@breakwater/api';

type Routes = typeof routes;

/** The id of an operation of the API. */
export type RouteId = keyof Routes;

export type InputOf<I extends RouteId> =
  Routes[I] extends Route<infer P, infer Q, infer B, infer _R> ? CallInput<P, Q, B> : never;

export type ResultOf<I extends RouteId> =
  Routes[I] extends Route<infer _P, infer _Q, infer _B, infer R> ? R : never;

export type RowOf<I extends RouteId> =
  ResultOf<I> extends { readonly rows: readonly (infer Row)[] } ? Row : never;

let csrfToken: string | undefined;

/** The token of the session, which every change carries. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/**
 * Calls one operation of the API.
 * @throws ApiError with the server's code and message; status 0 and code `network` when nothing answered.
 */
export async function request<I extends RouteId>(id: I, input: InputOf<I>): Promise<ResultOf<I>> {
  const answer: unknown = await call(routeOf(id), input as CallInput<unknown, unknown, unknown>, transport);
  return answer as ResultOf<I>;
}

/** The address of an operation, for links that download and for live streams. */
export function addressOf<I extends RouteId>(id: I, input: InputOf<I>): string {
  return urlOf(routeOf(id), input as CallInput<unknown, unknown, unknown>);
}

/** `call` reads method, path and kind of answer only; the schemas stay on the server. */
function routeOf(id: RouteId): Route {
  const row = table[id];
  if (!row) throw new TypeError(`the API has no operation "${id}"`);
  return {
    ...row,
    summary: '',
    tag: '',
    access: { kind: 'session' },
    response: row.response as ResponseShape<unknown>,
  };
}

async function transport(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('accept', 'application/json');
  if (init.method !== 'GET' && csrfToken !== undefined) headers.set('x-csrf-token', csrfToken);
  try {
    return await fetch(path, { ...init, headers, credentials: 'same-origin', redirect: 'error' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, { error: { code: 'network', message: 'the server does not answer' } });
  }
}
