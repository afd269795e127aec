import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { Agent, request } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { routes } from '@breakwater/api';
import { type ServerProcess, spawnServer } from '../apps/server/test-support/server-process.ts';
import { logIn, password } from '../apps/server/test-support/test-server.ts';
import { cloudTrailRecord } from './cloudtrail-generator.ts';

// CloudTrail over HTTP into a real server in a process of its own: the highest rate, then a steady one.
// Options: --seconds and --rate of the steady part, --burst-seconds of each burst, --keep to print the data folder.
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '1000' },
    'burst-seconds': { type: 'string', default: '10' },
    'burst-sizes': { type: 'string', default: '1,50,500' },
    keep: { type: 'boolean', default: false },
  },
});
const steadySeconds = Number(values.seconds);
const rate = Number(values.rate);
const burstSeconds = Number(values['burst-seconds']);
const burstSizes = values['burst-sizes']
  .split(',')
  .filter((text) => text !== '')
  .map(Number);
/** Connections that send at the same time in a burst. */
const connections = 32;
const steadyBatch = 50;
/** The user of one record in each steady batch: what the poller looks for. */
const marker = 'visible-marker';
const pollPauseMs = 20;

/** The load of others at the start: what is measured on a busy machine is not what it can do. */
const machine = {
  node: process.version,
  processors: availableParallelism(),
  loadAtStart: round(loadavg()[0] ?? 0),
};

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Usage {
  readonly cpuSeconds: number;
  readonly rssMb: number;
  readonly peakRssMb: number;
}

const data = mkdtempSync(join(tmpdir(), 'breakwater-bench-intake-'));
const agent = new Agent({ keepAlive: true, maxSockets: connections + 2 });
const server = await spawnServer(data);
const token = await createToken();
let sent = 0;
let recordBytes = 0;
const failures = new Map<string, number>();

const bursts: Record<string, number>[] = [];
for (const size of burstSizes) bursts.push(await burst(size));
const steady = steadySeconds > 0 ? await holdRate() : undefined;
const memory = usageOf(server.pid);
const exitCode = await server.terminate();
if (exitCode !== 0) throw new Error(`the server ended with ${exitCode}`);
const disk = {
  'records sent': sent,
  'bytes a record as sent': Math.round(recordBytes / sent),
  'bytes on disk an event': Math.round(bytesBelow(join(data, 'events')) / sent),
  'MiB of journal left': round(bytesBelow(join(data, 'journal')) / 1024 ** 2),
  'RSS at the end, MB': memory.rssMb,
  'peak RSS, MB': memory.peakRssMb,
};
agent.destroy();
if (values.keep) process.stdout.write(`data: ${data}\n`);
else rmSync(data, { recursive: true });

process.stdout.write(
  `Load of the machine at the start: ${machine.loadAtStart} on ${machine.processors} processors\n`,
);
process.stdout.write(`Bursts: ${connections} connections, ${burstSeconds} s each\n`);
console.table(bursts);
if (steady !== undefined) {
  process.stdout.write(`Steady: ${rate} events/s in batches of ${steadyBatch} for ${steadySeconds} s\n`);
  console.table(steady);
}
console.table(disk);
if (failures.size > 0) {
  process.stdout.write('Answers that were not as expected:\n');
  console.table(Object.fromEntries(failures));
  process.exitCode = 1;
}
const results = new URL('results/', import.meta.url);
mkdirSync(results, { recursive: true });
writeFileSync(
  new URL('intake.json', results),
  `${JSON.stringify({ machine, connections, burstSeconds, bursts, rate, steadySeconds, steadyBatch, steady, disk }, null, 2)}\n`,
);

/** As fast as it goes: every connection sends its next batch when the last one is answered. */
async function burst(size: number): Promise<Record<string, number>> {
  const run = `burst-${size}`;
  const before = usageOf(server.pid);
  const start = performance.now();
  const end = start + burstSeconds * 1000;
  const times: number[] = [];
  let index = 0;
  async function sendUntilEnd(): Promise<void> {
    while (performance.now() < end) {
      const first = index;
      index += size;
      const body = bodyOf(run, first, size);
      const sentAt = performance.now();
      await sendBatch(body, size);
      times.push(performance.now() - sentAt);
    }
  }
  await Promise.all(Array.from({ length: connections }, sendUntilEnd));
  const seconds = (performance.now() - start) / 1000;
  const after = usageOf(server.pid);
  return {
    'records a batch': size,
    'events/s': Math.round(index / seconds),
    'requests/s': Math.round(times.length / seconds),
    'answer p50 ms': round(quantile(times, 0.5)),
    'answer p99 ms': round(quantile(times, 0.99)),
    'server CPU µs an event': Math.round(((after.cpuSeconds - before.cpuSeconds) / index) * 1e6),
    'RSS MB': after.rssMb,
  };
}

/** Sends on schedule, whatever the answers do, and looks by the API when each batch can be seen. */
async function holdRate(): Promise<Record<string, number>> {
  const batches = Math.floor((steadySeconds * rate) / steadyBatch);
  const intervalMs = (steadyBatch / rate) * 1000;
  /** When each batch was due, by the natural key of its marker. */
  const unseen = new Map<string, number>();
  const visibleMs: number[] = [];
  const answerMs: number[] = [];
  const before = usageOf(server.pid);
  const polls: number[] = [];
  let isSending = true;
  const polling = poll();
  const start = performance.now();
  const sending: Promise<void>[] = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const due = start + batch * intervalMs;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    const first = batch * steadyBatch;
    const body = bodyOf('steady', first, steadyBatch, marker);
    unseen.set(`steady-${first}`, due);
    sending.push(
      sendBatch(body, steadyBatch).then(() => {
        answerMs.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(sending);
  const seconds = (performance.now() - start) / 1000;
  isSending = false;
  await polling;
  const after = usageOf(server.pid);
  return {
    'events/s': Math.round((batches * steadyBatch) / seconds),
    'answer p50 ms': round(quantile(answerMs, 0.5)),
    'answer p99 ms': round(quantile(answerMs, 0.99)),
    'visible p50 ms': round(quantile(visibleMs, 0.5)),
    'visible p99 ms': round(quantile(visibleMs, 0.99)),
    'visible max ms': round(quantile(visibleMs, 1)),
    'batches never seen': unseen.size,
    'poll p50 ms': round(quantile(polls, 0.5)),
    'server CPU % of one': Math.round(((after.cpuSeconds - before.cpuSeconds) / seconds) * 100),
    'RSS MB': after.rssMb,
  };

  async function poll(): Promise<void> {
    const filter = encodeURIComponent(JSON.stringify({ op: 'contains', field: 'user', value: marker }));
    const giveUp = () => !isSending && performance.now() > start + (steadySeconds + 30) * 1000;
    while ((isSending || unseen.size > 0) && !giveUp()) {
      const oldest = Math.min(...unseen.values(), performance.now());
      const from = Math.floor(performance.timeOrigin + oldest) - 2000;
      const asked = performance.now();
      const path = `${routes.listEvents.path}?kinds=event&limit=200&from=${from}&filter=${filter}`;
      const { status, body } = await send('GET', path);
      const now = performance.now();
      polls.push(now - asked);
      if (status !== 200) throw new Error(`the list answered ${status}: ${body}`);
      for (const { id } of (JSON.parse(body) as { rows: readonly { id: string }[] }).rows) {
        const key = id.slice(id.indexOf('/') + 1);
        const due = unseen.get(key);
        if (due === undefined) continue;
        unseen.delete(key);
        visibleMs.push(now - due);
      }
      await sleep(pollPauseMs);
    }
  }
}

function bodyOf(run: string, first: number, size: number, firstUser?: string): string {
  const now = Date.now();
  const lines: string[] = [];
  for (let index = first; index < first + size; index += 1) {
    lines.push(JSON.stringify(cloudTrailRecord(run, index, now, index === first ? firstUser : undefined)));
  }
  return lines.join('\n');
}

async function sendBatch(body: string, size: number): Promise<void> {
  const { status, body: answer } = await send('POST', routes.intakeCloudTrail.path, body);
  const isGood = status === 200 && (JSON.parse(answer) as { accepted: number }).accepted === size;
  if (isGood) {
    sent += size;
    recordBytes += body.length;
  } else {
    const what = `${status} ${answer.slice(0, 120)}`;
    failures.set(what, (failures.get(what) ?? 0) + 1);
  }
}

function send(method: string, path: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    };
    const sending = request(`${server.address}${path}`, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
      response.on('error', reject);
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

async function createToken(): Promise<string> {
  await fetch(`${server.address}${routes.completeSetup.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: server.setupToken, username: 'admin', password }),
  });
  const administrator = await logIn(server.address, 'admin', password);
  const { secret } = await administrator.call(routes.createToken, {
    body: { name: 'bench', scopes: ['intake', 'read'], teamId: 'everywhere', expiresInDays: 1 },
  });
  return secret;
}

/** What the system says of a process; zeros where there is no /proc. */
function usageOf(pid: ServerProcess['pid']): Usage {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return { cpuSeconds: 0, rssMb: 0, peakRssMb: 0 };
  const text = readFileSync(status, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  // utime and stime, in ticks of 10 ms (proc(5)).
  const ticks = Number(fields[11]) + Number(fields[12]);
  return {
    cpuSeconds: ticks / 100,
    rssMb: Math.round(kilobytes('VmRSS') / 1024),
    peakRssMb: Math.round(kilobytes('VmHWM') / 1024),
  };
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
