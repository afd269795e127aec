import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MirrorOptions, updateMirror } from './update-mirror.ts';

// One record, GHSA-zipped, modified on 2024-01-01.
const zip = readFileSync(join(import.meta.dirname, '..', 'testdata', 'all.zip'));
const md5 = createHash('md5').update(zip).digest('base64');

let folder: string;
let server: Server;
let url: string;
let requests: string[];
/** By path; a function may misbehave. */
let answers: Map<string, string | Buffer | ((request: IncomingMessage, response: ServerResponse) => void)>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mirror-'));
  requests = [];
  answers = new Map();
  server = createServer((request, response) => {
    requests.push(`${request.url}${request.headers.range === undefined ? '' : ` ${request.headers.range}`}`);
    const answer = answers.get(request.url ?? '');
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === 'function') answer(request, response);
    else response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

test('first the whole, then nothing, then what changed', async () => {
  answers.set('/npm/all.zip', serveZip);
  answers.set('/npm/modified_id.csv', '2024-01-01T00:00:00Z,GHSA-zipped\n');
  expect(await update()).toEqual([{ ecosystem: 'npm', way: 'whole', changedRecords: 0 }]);
  expect(await update()).toEqual([{ ecosystem: 'npm', way: 'nothing new', changedRecords: 0 }]);
  answers.set('/npm/modified_id.csv', '2024-03-01T00:00:00Z,GHSA-new\n2024-01-01T00:00:00Z,GHSA-zipped\n');
  answers.set('/npm/GHSA-new.json', '{"id":\n"GHSA-new"}');
  expect(await update()).toEqual([{ ecosystem: 'npm', way: 'changes', changedRecords: 1 }]);
  expect(readFileSync(join(folder, 'npm', 'changes.jsonl'), 'utf8')).toBe('{"id":"GHSA-new"}\n');
  expect(await update()).toEqual([{ ecosystem: 'npm', way: 'nothing new', changedRecords: 0 }]);
});

test('a mirror without the list of changes: the whole, unless the server says that it is the same', async () => {
  answers.set('/npm/all.zip', serveZip);
  await update();
  expect(await update()).toEqual([{ ecosystem: 'npm', way: 'nothing new', changedRecords: 0 }]);
  expect(requests.filter((path) => path === '/npm/all.zip')).toHaveLength(2);
});

test('a download that breaks off is gone on with', async () => {
  let attempts = 0;
  answers.set('/npm/all.zip', (request, response) => {
    attempts += 1;
    if (attempts > 1) return serveZip(request, response);
    response.writeHead(200, { etag: '"1"', 'content-length': String(zip.length) });
    response.write(zip.subarray(0, 200), () => setTimeout(() => response.destroy(), 200));
  });
  await update();
  expect(requests).toContain('/npm/all.zip bytes=200-');
  expect(readFileSync(join(folder, 'npm', 'all.zip')).equals(zip)).toBe(true);
});

test('a part of another file is not gone on with', async () => {
  answers.set('/npm/all.zip', serveZip);
  await update();
  writeFileSync(join(folder, 'npm', 'all.zip.part'), 'other');
  writeFileSync(join(folder, 'npm', 'all.zip.part.etag'), '"0"');
  await update({ isFull: true });
  expect(readFileSync(join(folder, 'npm', 'all.zip')).equals(zip)).toBe(true);
});

test.each([
  [
    'bytes that are not those the server told',
    { 'x-goog-hash': 'crc32c=AAAAAA==,md5=AAAAAAAAAAAAAAAAAAAAAA==' },
    zip,
    /MD5/,
  ],
  ['a zip that is none', {}, Buffer.from('<html>'), /central directory/i],
])('%s leave what is there untouched', async (_name, headers, body, reason) => {
  answers.set('/npm/all.zip', serveZip);
  await update();
  answers.set('/npm/all.zip', (_request, response) =>
    response.writeHead(200, { ...headers, etag: '"2"' }).end(body),
  );
  await expect(update({ isFull: true })).rejects.toThrow(reason);
  expect(readFileSync(join(folder, 'npm', 'all.zip')).equals(zip)).toBe(true);
});

test('a broken copy is fetched anew', async () => {
  answers.set('/npm/all.zip', serveZip);
  await update();
  rmSync(join(folder, 'npm', 'state.json'));
  truncateSync(join(folder, 'npm', 'all.zip'), 10);
  expect(await update()).toEqual([{ ecosystem: 'npm', way: 'whole', changedRecords: 0 }]);
});

test('names of ecosystems are no paths', async () => {
  await expect(update({ ecosystems: ['../../etc'] })).rejects.toThrow('404');
  expect(existsSync(join(folder, '..', '..', 'etc', 'all.zip'))).toBe(false);
});

test('an unknown ecosystem and an unreachable server name the URL', async () => {
  await expect(update({ ecosystems: ['nope'] })).rejects.toThrow(
    `${url}/nope/all.zip: the server answered 404`,
  );
  await new Promise((resolve) => server.close(resolve));
  await expect(update({ url })).rejects.toThrow(`${url}/npm/all.zip: connect ECONNREFUSED`);
});

test.each(['nonsense', '2024-09-01T00:00:00Z,../../x'])(
  'a list of changes that says "%s" is refused',
  async (line) => {
    answers.set('/npm/all.zip', serveZip);
    await update();
    answers.set('/npm/modified_id.csv', `${line}\n`);
    await expect(update()).rejects.toThrow('not "date,id"');
  },
);

function update(changes: Partial<MirrorOptions> = {}) {
  const limits = { maxBytes: 1e6, maxAttempts: 2, idleMs: 5000, pauseMs: 50 };
  return updateMirror({ url, ecosystems: ['npm'], folder, fetch: globalThis.fetch, limits, ...changes });
}

function serveZip(request: IncomingMessage, response: ServerResponse): void {
  const headers = { etag: '"1"', 'x-goog-hash': `crc32c=AAAAAA==,md5=${md5}` };
  if (request.headers['if-none-match'] === '"1"') {
    response.writeHead(304, headers).end();
    return;
  }
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const isPart = start > 0 && request.headers['if-range'] === '"1"';
  const body = isPart ? zip.subarray(start) : zip;
  response.writeHead(isPart ? 206 : 200, { ...headers, 'content-length': String(body.length) }).end(body);
}
