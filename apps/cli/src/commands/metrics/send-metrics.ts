/** What became of a batch: taken, refused for good, or worth another try. */
export type Sent =
  | { readonly kind: 'taken'; readonly complaint?: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs: number };

export interface MetricsRequest {
  readonly url: string;
  readonly token: string;
  /** Exposition, gzipped. */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

/** Another try of these would end the same: the batch itself is at fault. */
const refusals = new Set([400, 413, 415, 422]);
const maxAnswer = 64 * 1024;
const maxRetryAfterMs = 600_000;

/**
 * Posts one batch. Redirects are not followed: the token is for the server that was named. A failure is an
 * answer, never thrown.
 */
export async function sendMetrics({ url, token, body, signal }: MetricsRequest): Promise<Sent> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'text/plain; version=0.0.4',
        'content-encoding': 'gzip',
      },
      body,
      signal,
      redirect: 'manual',
    });
    return judge(response, await readAnswer(response));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    return { kind: 'later', reason: `the server cannot be reached: ${cause}`, retryAfterMs: 0 };
  }
}

function judge(response: Response, answer: string): Sent {
  const { status } = response;
  if (status >= 200 && status < 300) {
    const complaint = firstRejection(answer);
    return complaint === undefined ? { kind: 'taken' } : { kind: 'taken', complaint };
  }
  const detail = errorMessage(answer);
  const reason = `the server answered ${status}${detail === undefined ? '' : ` (${detail})`}`;
  if (refusals.has(status)) return { kind: 'refused', reason };
  return { kind: 'later', reason, retryAfterMs: retryAfterMs(response.headers.get('retry-after')) };
}

/** `Retry-After` in milliseconds: seconds or a date, ten minutes at most; 0 without one. */
function retryAfterMs(header: string | null): number {
  if (header === null) return 0;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(0, ms), maxRetryAfterMs);
}

async function readAnswer(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxAnswer) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function firstRejection(answer: string): string | undefined {
  const rejected = fieldOf(parseJson(answer), 'rejected');
  if (!Array.isArray(rejected) || rejected.length === 0) return undefined;
  return `${rejected.length} samples were not taken: ${printable(fieldOf(rejected[0], 'error')) ?? 'no reason given'}`;
}

/** The message of `{"error": {"message"}}`. */
function errorMessage(answer: string): string | undefined {
  return printable(fieldOf(fieldOf(parseJson(answer), 'error'), 'message'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** Fit for a log line: what the server says goes to a terminal. */
function printable(value: unknown): string | undefined {
  return typeof value === 'string' ? value.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200) : undefined;
}
