import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expositionType } from '@breakwater/metrics';
import { CommandError } from '../../exit-code.ts';
import type { ListenAddress } from './option-values.ts';

/** An exposition, or why there is none. */
export type Scrape = { readonly text: string } | { readonly failure: string };

export interface MetricsServer {
  /** Such as `http://127.0.0.1:9779`. */
  readonly address: string;
  /** Serves until the signal; scrapes under way then end. */
  run(stop: AbortSignal): Promise<void>;
}

const plainText = 'text/plain; charset=utf-8';

/**
 * Serves `GET /metrics`: the exposition, or status 503 with the reason.
 * @throws CommandError when the address cannot be listened on
 */
export async function startMetricsServer(
  { host, port }: ListenAddress,
  scrape: () => Promise<Scrape>,
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    answer(request, response, scrape).catch((error: unknown) => response.destroy(asError(error)));
  });
  server.maxConnections = 64;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { message } = asError(error);
    throw new CommandError(`cannot listen on ${host}:${port}: ${message}; give another --listen`, {
      cause: error,
    });
  }
  return {
    address: addressOf(server.address() as AddressInfo),
    run: async (stop) => {
      if (!stop.aborted) await once(stop, 'abort');
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  scrape: () => Promise<Scrape>,
): Promise<void> {
  const [path] = (request.url ?? '').split('?');
  if (path !== '/metrics') return end(response, 404, plainText, 'only /metrics is here\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return end(response, 405, plainText, 'only GET is answered\n');
  }
  const result = await scrape();
  if ('text' in result) end(response, 200, expositionType, result.text);
  else end(response, 503, plainText, `${result.failure}\n`);
}

function end(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(text);
}

function addressOf({ address, family, port }: AddressInfo): string {
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
