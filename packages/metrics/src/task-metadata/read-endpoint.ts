/** Why the endpoint gave no documents; the values of the label `reason`. */
export const endpointFailures = ['unreachable', 'timeout', 'status', 'too-large', 'not-json'] as const;
export type EndpointFailure = (typeof endpointFailures)[number];

/** The metadata endpoint gave no documents; the message is for people. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
  readonly reason: EndpointFailure;

  constructor(reason: EndpointFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

export interface EndpointOptions {
  /** What `ECS_CONTAINER_METADATA_URI_V4` holds: http, mostly at a link-local address. */
  readonly endpoint: URL;
  readonly timeoutMs: number;
  /** Largest document, in bytes. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** The two documents that metrics need, as parsed JSON. */
export interface TaskDocuments {
  readonly task: unknown;
  readonly stats: unknown;
}

/**
 * Reads `/task` and `/task/stats` of a task metadata endpoint version 4. Redirects are not followed.
 * @throws EndpointError when either document cannot be had whole
 */
export async function readTaskEndpoint(options: EndpointOptions): Promise<TaskDocuments> {
  const failed = new AbortController();
  const signals = [failed.signal, AbortSignal.timeout(options.timeoutMs)];
  if (options.signal !== undefined) signals.push(options.signal);
  const signal = AbortSignal.any(signals);
  try {
    const [task, stats] = await Promise.all([
      readDocument('/task', options, signal),
      readDocument('/task/stats', options, signal),
    ]);
    return { task, stats };
  } catch (error) {
    failed.abort();
    throw error;
  }
}

async function readDocument(path: string, options: EndpointOptions, signal: AbortSignal): Promise<unknown> {
  const text = await readText(path, options, signal);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EndpointError(
      'not-json',
      `the metadata endpoint answered ${path} with something that is not JSON`,
      {
        cause: error,
      },
    );
  }
}

async function readText(
  path: string,
  { endpoint, timeoutMs, maxBytes }: EndpointOptions,
  signal: AbortSignal,
): Promise<string> {
  const address = `${endpoint.origin}${endpoint.pathname.replace(/\/+$/, '')}${path}`;
  try {
    const response = await fetch(address, { signal, redirect: 'manual' });
    if (response.status !== 200) {
      await response.body?.cancel();
      const hint = response.status >= 300 && response.status < 400 ? '; redirects are not followed' : '';
      throw new EndpointError(
        'status',
        `the metadata endpoint answered ${path} with status ${response.status}${hint}`,
      );
    }
    return await readBody(path, response, maxBytes);
  } catch (error) {
    if (error instanceof EndpointError || !(error instanceof Error)) throw error;
    if (error.name === 'TimeoutError') {
      const message = `the metadata endpoint did not answer ${path} within ${timeoutMs / 1000} s`;
      throw new EndpointError('timeout', message, { cause: error });
    }
    const cause = error.cause instanceof Error ? error.cause : error;
    throw new EndpointError('unreachable', `the metadata endpoint cannot be read: ${cause.message}`, {
      cause: error,
    });
  }
}

async function readBody(path: string, response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      const message = `the metadata endpoint answered ${path} with more than ${maxBytes} bytes`;
      throw new EndpointError('too-large', message);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
