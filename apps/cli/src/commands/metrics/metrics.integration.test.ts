import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type NamedSample, parseExposition } from '@breakwater/metrics';
import {
  checkMetrics,
  type MetadataServer,
  type Scenario,
  startMetadataServer,
  whyNoPromtool,
} from '@breakwater/metrics/test-support';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const main = join(import.meta.dirname, '..', '..', 'main.ts');
const repository = join(import.meta.dirname, '..', '..', '..', '..', '..');
const token = 'bw_intake_0123456789abcdef';

type Environment = Readonly<Record<string, string>>;

let folder: string;
let metadata: MetadataServer;
const children = new Set<ChildProcess>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-metrics-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  metadata = await startMetadataServer();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await metadata.stop();
});

async function run(args: readonly string[], env: Environment = {}) {
  return await new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [main, 'metrics', 'task', ...args],
      { cwd: folder, env: { PATH: process.env.PATH, ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

interface Running {
  /** What it wrote to standard error so far. */
  readonly log: () => string;
  /** Ends it with SIGTERM; its exit code. */
  stop(): Promise<number | null>;
}

function start(args: readonly string[], env: Environment = {}): Running {
  const child = spawn(process.execPath, [main, 'metrics', 'task', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ECS_CONTAINER_METADATA_URI_V4: metadata.endpoint, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.add(child);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  return {
    log: () => log,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

async function until<T>(what: string, look: () => T | undefined): Promise<T> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`not within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function startServing(args: readonly string[] = []) {
  const cli = start(['--listen', '127.0.0.1:0', ...args]);
  const url = await until('an address', () => /serving (\S+)\n/.exec(cli.log())?.[1]);
  return { cli, url };
}

async function scrape(url: string) {
  const response = await fetch(url);
  const text = await response.text();
  return { status: response.status, text, type: response.headers.get('content-type') };
}

function sampleValue(text: string, name: string, labels: Record<string, string> = {}): number | undefined {
  return parseExposition(text).samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )?.value;
}

describe('--once', () => {
  test('prints the exposition and ends', async () => {
    metadata.scenario = 'one-stopped';
    const { code, stdout, stderr } = await run(['--once', '--endpoint', metadata.endpoint]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(parseExposition(stdout).rejected).toEqual([]);
    expect(sampleValue(stdout, 'bw_task_memory_working_set_bytes')).toBe(375390208);
    expect(
      sampleValue(stdout, 'bw_container_memory_working_set_bytes', { container: 'migrate' }),
    ).toBeUndefined();
  });

  test('takes the endpoint of ECS', async () => {
    const { code, stdout } = await run(['--once'], { ECS_CONTAINER_METADATA_URI_V4: metadata.endpoint });
    expect(code).toBe(0);
    expect(sampleValue(stdout, 'bw_task_cpu_usage_vcpus')).toBeCloseTo(0.2);
  });

  test.each<[Scenario, string]>([
    ['garbage', 'the metadata endpoint answered /task with something that is not JSON'],
    ['error', 'the metadata endpoint answered /task with status 500'],
    ['redirect', 'redirects are not followed'],
    ['endless', 'with more than 8388608 bytes'],
  ])('ends with 2 when the endpoint gives %s', async (scenario, message) => {
    metadata.scenario = scenario;
    const { code, stdout, stderr } = await run(['--once', '--endpoint', metadata.endpoint]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^breakwater: [^\n]+\n$/);
    expect(stderr.replace('/task/stats', '/task')).toContain(message);
  });

  test.each<[string, readonly string[], Environment, string]>([
    ['no endpoint', ['--once'], {}, 'ECS_CONTAINER_METADATA_URI_V4 is not set'],
    ['an endpoint that is none', ['--once', '--endpoint', 'ftp://x'], {}, 'http or https is expected'],
    [
      'an endpoint with a password',
      ['--once', '--endpoint', 'http://a:b@x'],
      {},
      'without user and password',
    ],
    [
      '--once with --push',
      ['--once', '--push', 'http://127.0.0.1:9'],
      {},
      "cannot be used with option '--push",
    ],
    ['a port that is none', ['--listen', '127.0.0.1:99999'], {}, 'HOST:PORT is expected'],
    ['an interval that is none', ['--interval', '0s'], {}, 'a time from 1s to 60m'],
    [
      'no token',
      ['--endpoint', 'http://127.0.0.1:9', '--push', 'http://127.0.0.1:9'],
      {},
      'set BREAKWATER_TOKEN',
    ],
    [
      'a token file that is not there',
      ['--endpoint', 'http://127.0.0.1:9', '--push', 'http://127.0.0.1:9', '--token-file', 'none'],
      {},
      'the token file cannot be read',
    ],
    [
      'an address that is not ours',
      ['--endpoint', 'http://127.0.0.1:9', '--listen', '192.0.2.1:9779'],
      {},
      'cannot listen on 192.0.2.1:9779',
    ],
  ])('ends with 2 for %s', async (_what, args, env, message) => {
    const { code, stderr } = await run(args, env);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('GET /metrics', () => {
  test.skipIf(whyNoPromtool() !== undefined)(`pleases promtool ${whyNoPromtool() ?? ''}`, async () => {
    metadata.scenario = 'one-stopped';
    const { cli, url } = await startServing();
    const { status, text, type } = await scrape(url);
    expect({ status, type }).toEqual({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
    expect(checkMetrics(text)).toBe('');
    expect(await cli.stop()).toBe(0);
  });

  test('every scrape reads the endpoint: counters grow, and not with the containers', async () => {
    const { cli, url } = await startServing();
    const [first, second] = [await scrape(url), await scrape(url)];
    const grown = (name: string, labels: Record<string, string>) =>
      (sampleValue(second.text, name, labels) ?? 0) - (sampleValue(first.text, name, labels) ?? 0);
    expect(grown('bw_task_network_rx_bytes_total', { interface: 'eth1' })).toBe(20_480);
    expect(grown('bw_container_cpu_usage_seconds_total', { container: 'app' })).toBeCloseTo(1.5);
    expect(sampleValue(second.text, 'bw_collector_reads_total')).toBe(2);
    expect(await cli.stop()).toBe(0);
  });

  test('statistics that are not there yet leave the figures of the task', async () => {
    metadata.scenario = 'stats-not-ready';
    const { cli, url } = await startServing();
    const { status, text } = await scrape(url);
    expect(status).toBe(200);
    expect(sampleValue(text, 'bw_task_memory_limit_bytes')).toBe(1024 ** 3);
    expect(sampleValue(text, 'bw_task_memory_working_set_bytes')).toBeUndefined();
    expect(text).not.toContain('bw_collector_unknown_fields_total');
    expect(await cli.stop()).toBe(0);
  });

  test('a failing endpoint gives 503 and the reason, and is counted', async () => {
    metadata.scenario = 'garbage';
    const { cli, url } = await startServing();
    expect(await scrape(url)).toMatchObject({
      status: 503,
      text: expect.stringMatching(/^the metadata endpoint answered \S+ with something that is not JSON\n$/),
    });
    metadata.scenario = 'hang';
    const startedAt = performance.now();
    expect(await scrape(url)).toMatchObject({
      status: 503,
      text: expect.stringContaining('within 5 s'),
    });
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    metadata.scenario = 'healthy';
    const { status, text } = await scrape(url);
    expect(status).toBe(200);
    expect(sampleValue(text, 'bw_collector_read_failures_total', { reason: 'not-json' })).toBe(1);
    expect(sampleValue(text, 'bw_collector_read_failures_total', { reason: 'timeout' })).toBe(1);
    expect(await cli.stop()).toBe(0);
  });

  test('other paths and methods are refused', async () => {
    const { cli, url } = await startServing();
    expect((await fetch(new URL('/', url))).status).toBe(404);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(405);
    const head = await fetch(url, { method: 'HEAD' });
    expect({ status: head.status, text: await head.text() }).toEqual({ status: 200, text: '' });
    expect(await cli.stop()).toBe(0);
  });
});

interface Batch {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly at: number;
  readonly samples: readonly NamedSample[];
  readonly rejectedLines: number;
}

/** An intake that answers as it is told, in order, and then 200. */
async function startIntake(
  answers: readonly { status: number; headers?: Environment; body?: unknown }[] = [],
) {
  const batches: Batch[] = [];
  const planned = [...answers];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { samples, rejected } = parseExposition(gunzipSync(Buffer.concat(chunks)).toString('utf8'));
    batches.push({
      rejectedLines: rejected.length,
      path: request.url ?? '',
      authorization: request.headers.authorization,
      at: performance.now(),
      samples,
    });
    const { status, headers = {}, body } = planned.shift() ?? { status: 200 };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body ?? { accepted: samples.length, duplicates: 0, rejected: [] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    batches,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function timesOf(batch: Batch | undefined): readonly number[] {
  return [...new Set((batch?.samples ?? []).map((sample) => sample.timeMs ?? Number.NaN))];
}

describe('--push', () => {
  test('sends readings with their time, and the last one when it is stopped', async () => {
    const intake = await startIntake();
    const startedAt = Date.now();
    const cli = start(['--push', `${intake.url}/`, '--interval', '1s'], { BREAKWATER_TOKEN: token });
    await until('two batches', () => intake.batches[1]);
    const before = intake.batches.length;
    expect(await cli.stop()).toBe(0);
    expect(intake.batches.length).toBeGreaterThan(before);
    for (const batch of intake.batches) {
      expect(batch).toMatchObject({
        path: '/api/v1/intake/metrics',
        authorization: `Bearer ${token}`,
        rejectedLines: 0,
      });
      expect(batch.samples.map((sample) => sample.name)).toContain('bw_task_memory_working_set_bytes');
      expect(batch.samples.every((sample) => /^bw_(task|container)_/.test(sample.name))).toBe(true);
      const [time, ...others] = timesOf(batch);
      expect(others).toEqual([]);
      expect(time).toBeGreaterThanOrEqual(startedAt);
    }
    expect(cli.log()).toBe('');
    await intake.stop();
  });

  test('sends the same batch again after a failure, not before Retry-After', async () => {
    const busy = {
      status: 429,
      headers: { 'retry-after': '2' },
      body: { error: { message: 'the queue is full' } },
    };
    const intake = await startIntake([{ status: 500 }, busy]);
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, `${token}\n`);
    const cli = start(['--push', intake.url, '--interval', '60m', '--token-file', tokenFile]);
    const third = await until('three tries', () => intake.batches[2]);
    await until('a word that it goes on', () => (cli.log().includes('sent again') ? true : undefined));
    const [first, second] = intake.batches;
    expect(third.samples).toEqual(first?.samples);
    expect(third.authorization).toBe(`Bearer ${token}`);
    expect(third.at - (second?.at ?? 0)).toBeGreaterThanOrEqual(1_900);
    expect(cli.log().split('\n')).toEqual([
      'breakwater: the server answered 500; 1 batches wait',
      'breakwater: the server answered 429 (the queue is full); 1 batches wait',
      'breakwater: metrics are sent again',
      '',
    ]);
    expect(await cli.stop()).toBe(0);
    await intake.stop();
  });

  test('keeps readings while the server refuses the token, and sends them in order', async () => {
    const refused = { status: 401, body: { error: { message: 'the token is not known' } } };
    const intake = await startIntake([refused, refused]);
    const cli = start(['--push', intake.url, '--interval', '1s'], { BREAKWATER_TOKEN: token });
    await until('the kept batches', () => intake.batches[5]);
    expect(await cli.stop()).toBe(0);
    const times = intake.batches.slice(2).flatMap(timesOf);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times).size).toBe(times.length);
    expect(timesOf(intake.batches[2])).toEqual(timesOf(intake.batches[0]));
    expect(cli.log()).not.toContain(token);
    await intake.stop();
  });

  test('drops a batch that the server cannot read, and says so; redirects are not followed', async () => {
    const elsewhere = await startIntake();
    const intake = await startIntake([
      { status: 400, body: { error: { message: 'no\u001b[31m metrics' } } },
      { status: 307, headers: { location: `${elsewhere.url}/api/v1/intake/metrics` } },
    ]);
    const cli = start(['--push', intake.url, '--interval', '1s'], { BREAKWATER_TOKEN: token });
    await until('a batch behind the refused ones', () => intake.batches[2]);
    expect(await cli.stop()).toBe(0);
    expect(cli.log()).toContain('the server answered 400 (no [31m metrics); the batch is lost\n');
    expect(cli.log()).toContain('the server answered 307; 1 batches wait\n');
    expect(timesOf(intake.batches[1])).not.toEqual(timesOf(intake.batches[0]));
    expect(timesOf(intake.batches[2])).toEqual(timesOf(intake.batches[1]));
    expect(elsewhere.batches).toEqual([]);
    await intake.stop();
    await elsewhere.stop();
  });

  test('tells what the server did not take', async () => {
    const rejected = [{ index: 0, error: 'bw_task_cpu_usage_vcpus: the label task is needed' }];
    const intake = await startIntake([{ status: 200, body: { accepted: 0, duplicates: 0, rejected } }]);
    const cli = start(['--push', intake.url], { BREAKWATER_TOKEN: token });
    await until('a complaint', () => (cli.log() === '' ? undefined : true));
    expect(cli.log()).toContain('1 samples were not taken: bw_task_cpu_usage_vcpus');
    expect(await cli.stop()).toBe(0);
    await intake.stop();
  });

  test('stops in time while nobody answers', async () => {
    const gone = await startIntake();
    await gone.stop();
    const cli = start(['--push', gone.url, '--interval', '1s'], { BREAKWATER_TOKEN: token });
    await until('a complaint', () => (cli.log() === '' ? undefined : true));
    const startedAt = performance.now();
    expect(await cli.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(12_000);
    expect(cli.log()).toContain('the server cannot be reached');
    expect(cli.log()).toMatch(/stopped; \d+ batches were not sent\n$/);
  });

  test('with --listen it also serves, and counts its batches', async () => {
    const intake = await startIntake([{ status: 400 }]);
    const cli = start(['--listen', '127.0.0.1:0', '--push', intake.url, '--interval', '1s'], {
      BREAKWATER_TOKEN: token,
    });
    const url = await until('an address', () => /serving (\S+)\n/.exec(cli.log())?.[1]);
    await until('three batches', () => intake.batches[2]);
    const { text } = await scrape(url);
    expect(sampleValue(text, 'bw_collector_pushed_batches_total', { outcome: 'refused' })).toBe(1);
    expect(
      sampleValue(text, 'bw_collector_pushed_batches_total', { outcome: 'sent' }),
    ).toBeGreaterThanOrEqual(1);
    if (whyNoPromtool() === undefined) expect(checkMetrics(text)).toBe('');
    expect(await cli.stop()).toBe(0);
    await intake.stop();
  });
});

describe('deploy/sidecar/metrics-container.json', () => {
  const file = join(repository, 'deploy', 'sidecar', 'metrics-container.json');
  const container = JSON.parse(readFileSync(file, 'utf8'));

  test('is a container that cannot stop the task or change its files, and gets its token as a secret', () => {
    expect(container).toMatchObject({
      name: 'breakwater-metrics',
      essential: false,
      readonlyRootFilesystem: true,
      secrets: [{ name: 'BREAKWATER_TOKEN' }],
      entryPoint: ['breakwater'],
    });
    expect(container.environment).toBeUndefined();
  });

  test('its command is one that the program knows', async () => {
    const intake = await startIntake();
    const [metrics, task, ...args]: string[] = container.command;
    expect([metrics, task]).toEqual(['metrics', 'task']);
    const cli = start(
      args.map((arg) => (arg === 'https://BREAKWATER_HOST' ? intake.url : arg)),
      { BREAKWATER_TOKEN: token },
    );
    await until('a batch', () => intake.batches[0]);
    expect(await cli.stop()).toBe(0);
    await intake.stop();
  });
});
