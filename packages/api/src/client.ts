import type { ErrorBody, Route } from './route.ts';

/** What a call needs besides the route: the parts of the route's shapes, `query` with defaults left out. */
export interface CallInput<P, Q, B> {
  readonly params?: P;
  readonly query?: Partial<Q>;
  readonly body?: B;
  readonly signal?: AbortSignal;
}

/** How requests travel: `fetch` itself, or a wrapper that adds cookies, tokens and the CSRF header. */
export type Transport = (path: string, init: RequestInit) => Promise<Response>;

/** The server refused or failed; `code` is stable, `message` is for a person. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly details: NonNullable<ErrorBody['error']['details']>;

  constructor(status: number, body: ErrorBody | undefined) {
    super(body?.error.message ?? `the server answered ${status} without a reason`);
    this.status = status;
    this.code = body?.error.code ?? 'unknown';
    this.details = body?.error.details ?? [];
  }
}

/**
 * Calls a route and answers with its JSON (undefined for an empty answer).
 * @throws ApiError when the server answers with an error status; what the transport throws passes through.
 */
export async function call<P, Q, B, R>(
  route: Route<P, Q, B, R>,
  input: CallInput<P, Q, B>,
  transport: Transport,
): Promise<R> {
  const init: RequestInit = { method: route.method };
  if (input.signal !== undefined) init.signal = input.signal;
  if (input.body !== undefined) {
    init.body = JSON.stringify(input.body);
    init.headers = { 'content-type': 'application/json' };
  }
  const response = await transport(urlOf(route, input), init);
  if (!response.ok) throw new ApiError(response.status, await errorBody(response));
  if (route.response.kind !== 'json') return undefined as R;
  return (await response.json()) as R;
}

/** Path and query of a call; objects (filters) travel as JSON text, lists comma-separated. */
export function urlOf<P, Q, B, R>(route: Route<P, Q, B, R>, input: CallInput<P, Q, B>): string {
  const params = (input.params ?? {}) as Readonly<Record<string, string>>;
  const path = route.path.replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`${route.id}: parameter "${name}" is missing`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value === undefined || value === null) continue;
    search.set(name, queryText(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

function queryText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function errorBody(response: Response): Promise<ErrorBody | undefined> {
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json')) return undefined;
  return (await response.json()) as ErrorBody;
}
