import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { motoAccount } from './moto.ts';

/**
 * A proxy on loopback in front of moto that adds what moto lacks: pages on the lists of the JSON services, and
 * refusals. What it does not know it passes on unchanged.
 */
export interface Gateway {
  readonly endpoint: string;
  /** Every call that came, retries included. */
  readonly calls: readonly GatewayCall[];
  readonly stop: () => Promise<void>;
}

export interface GatewayCall {
  readonly service: string;
  readonly region: string;
  /** The operation of a JSON or query service; the method and path of S3. */
  readonly operation: string;
}

export interface GatewayOptions {
  readonly target: string;
  /** Answers the call instead of moto; undefined passes it on. */
  readonly refuse?: (call: GatewayCall) => Refusal | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The answer key of each list that is cut into pages here, because moto gives it whole. */
const listKeys: Readonly<Record<string, string>> = {
  ListClusters: 'clusterArns',
  ListServices: 'serviceArns',
  ListTasks: 'taskArns',
  ListTaskDefinitionFamilies: 'families',
  DescribeRepositories: 'repositories',
  DescribeImages: 'imageDetails',
};

/** What AWS says to someone without the right: each protocol in its own words. */
export function accessDenied({ service, operation }: GatewayCall): Refusal {
  if (service === 's3') return { status: 403, code: 'AccessDenied', message: 'Access Denied' };
  const message = `User: arn:aws:iam::${motoAccount}:user/reader is not authorized to perform: ${service}:${operation}`;
  if (service === 'ec2') return { status: 403, code: 'UnauthorizedOperation', message };
  if (service === 'iam' || service === 'sts') return { status: 403, code: 'AccessDenied', message };
  return { status: 400, code: 'AccessDeniedException', message };
}

export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const calls: GatewayCall[] = [];
  const server = createServer((incoming, outgoing) => {
    answer(options, calls, incoming, outgoing).catch((error: unknown) => {
      outgoing.writeHead(502).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  options: GatewayOptions,
  calls: GatewayCall[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readAll(incoming);
  const call = callOf(incoming, body);
  calls.push(call);
  const refusal = options.refuse?.(call);
  if (refusal !== undefined) {
    const { type, text } = refusalText(call, refusal);
    outgoing.writeHead(refusal.status, { 'content-type': type }).end(text);
    return;
  }
  const url = new URL(incoming.url ?? '/', options.target);
  const isBucketList = call.service === 's3' && incoming.method === 'GET' && url.pathname === '/';
  const { pageSize, token } = takeBucketPaging(url);
  const reply = await forward(url, incoming, body);
  const key = listKeys[call.operation];
  let text: string | Buffer = reply.body;
  if (isBucketList) text = oneBucketPage(reply.body.toString('utf8'), pageSize, token);
  else if (key !== undefined && reply.status === 200) text = onePage(reply.body, body, key);
  const {
    'content-length': _length,
    'transfer-encoding': _encoding,
    connection: _connection,
    ...headers
  } = reply.headers;
  outgoing.writeHead(reply.status, headers).end(text);
}

function callOf(incoming: IncomingMessage, body: Buffer): GatewayCall {
  const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\//.exec(incoming.headers.authorization ?? '');
  const target = incoming.headers['x-amz-target'];
  const operation =
    typeof target === 'string'
      ? target.slice(target.lastIndexOf('.') + 1)
      : (new URLSearchParams(body.toString('utf8')).get('Action') ?? `${incoming.method} ${incoming.url}`);
  return { region: scope?.[1] ?? '', service: scope?.[2] ?? '', operation };
}

function refusalText(call: GatewayCall, { code, message }: Refusal): { type: string; text: string } {
  switch (call.service) {
    case 'ec2':
      return {
        type: 'text/xml',
        text: `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>1</RequestID></Response>`,
      };
    case 's3':
      return {
        type: 'application/xml',
        text: `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
      };
    case 'iam':
    case 'sts':
      return {
        type: 'text/xml',
        text: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      };
    default:
      return { type: 'application/x-amz-json-1.1', text: JSON.stringify({ __type: code, message }) };
  }
}

/** The part of a whole list that was asked for; the token is the place of the next one. */
function onePage(whole: Buffer, body: Buffer, key: string): string {
  const asked: { maxResults?: number; nextToken?: string } = JSON.parse(body.toString('utf8') || '{}');
  const reply: Record<string, unknown> = JSON.parse(whole.toString('utf8'));
  const list = reply[key];
  if (!Array.isArray(list)) return whole.toString('utf8');
  const from = Number(asked.nextToken ?? 0);
  const to = from + (asked.maxResults ?? 100);
  return JSON.stringify({
    ...reply,
    [key]: list.slice(from, to),
    ...(to < list.length && { nextToken: String(to) }),
  });
}

/** Takes the paging off a list of buckets: moto cuts the list, but gives no token for the rest. */
function takeBucketPaging(url: URL): { pageSize: number; token: number } {
  const pageSize = Number(url.searchParams.get('max-buckets') ?? Number.POSITIVE_INFINITY);
  const token = Number(url.searchParams.get('continuation-token') ?? 0);
  url.searchParams.delete('max-buckets');
  url.searchParams.delete('continuation-token');
  return { pageSize, token };
}

function oneBucketPage(whole: string, pageSize: number, from: number): string {
  const buckets = whole.match(/<Bucket>.*?<\/Bucket>/gs) ?? [];
  const to = from + pageSize;
  const token = to < buckets.length ? `<ContinuationToken>${to}</ContinuationToken>` : '';
  return whole.replace(
    /<Buckets>.*<\/Buckets>/s,
    `<Buckets>${buckets.slice(from, to).join('')}</Buckets>${token}`,
  );
}

interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

async function forward(url: URL, incoming: IncomingMessage, body: Buffer): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const outgoing = httpRequest(
    url,
    { method: incoming.method ?? 'GET', headers: { ...incoming.headers, 'content-length': body.length } },
    (reply) => {
      readAll(reply).then(
        (text) => resolve({ status: reply.statusCode ?? 502, headers: reply.headers, body: text }),
        reject,
      );
    },
  );
  outgoing.once('error', reject);
  outgoing.end(body);
  return await promise;
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
