import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ImageReport } from '@breakwater/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readUploadTarget, uploadReport } from './upload.ts';

const report = { digest: 'sha256:0', gaps: [] } as unknown as ImageReport;

let server: Server;
let address: string;
let answer: { status: number; body: object };
let seen: { request: IncomingMessage; body: string } | undefined;

beforeEach(async () => {
  answer = { status: 200, body: {} };
  seen = undefined;
  server = createServer(async (request, response) => {
    seen = { request, body: await text(request) };
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => server.close());

test('posts origin and report with the token', async () => {
  await uploadReport({ server: address, token: 'secret' }, 'ci-cd', report);
  expect(seen?.request.method).toBe('POST');
  expect(seen?.request.url).toBe('/api/v1/images');
  expect(seen?.request.headers.authorization).toBe('Bearer secret');
  expect(JSON.parse(seen?.body ?? '')).toEqual({ origin: 'ci-cd', report });
});

test("a refusal is told in the server's words, never with the token", async () => {
  answer = { status: 403, body: { error: { code: 'forbidden', message: 'the token lacks the scope scan' } } };
  const refusal = uploadReport({ server: address, token: 'secret' }, 'cli', report);
  await expect(refusal).rejects.toThrow('(403): the token lacks the scope scan');
  await expect(refusal).rejects.not.toThrow('secret');
});

test('a server that is not there is told with its address', async () => {
  server.close();
  const failure = uploadReport({ server: 'http://127.0.0.1:1', token: 'secret' }, 'cli', report);
  await expect(failure).rejects.toThrow('could not be sent to http://127.0.0.1:1');
});

test('the token comes from the file or the environment, the address from the option first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-'));
  writeFileSync(join(folder, 'token'), 'from-file\n');
  const env = { BREAKWATER_SERVER: 'https://env.example', BREAKWATER_TOKEN: 'from-env' };
  expect(await readUploadTarget(undefined, undefined, {})).toBeUndefined();
  expect(await readUploadTarget(undefined, undefined, env)).toEqual({
    server: 'https://env.example',
    token: 'from-env',
  });
  expect(await readUploadTarget('https://bw.example/', join(folder, 'token'), env)).toEqual({
    server: 'https://bw.example',
    token: 'from-file',
  });
  await expect(readUploadTarget('https://bw.example', undefined, {})).rejects.toThrow('needs a token');
  await expect(readUploadTarget('bw.example', undefined, env)).rejects.toThrow('must be an address');
  rmSync(folder, { recursive: true });
});
