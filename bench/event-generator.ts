import { type StoredEvent, severities } from '../packages/model/src/index.ts';

/** The shape of the made-up fleet: what repeats in its events decides how well a store can group them. */
const accounts = 3;
const services = 40;
const tasks = 500;
const rules = 60;
const users = 300;
const days = 7;

/** One event in a hundred is sent again soon after, as queues do. */
const resentShare = 0.01;

export const generatedFrom: number = Date.UTC(2026, 9, 5, 9, 17, 23);
export const generatedTo: number = generatedFrom + days * 86_400_000;
export const rareNeedle = 'exfil-7f3a';

/** A small deterministic random number generator (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function hex(next: () => number, length: number): string {
  let text = '';
  while (text.length < length)
    text += Math.floor(next() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, length);
}

/** Small numbers are far more frequent than large ones, as users and rules are. */
function skewed(next: () => number, count: number): number {
  return Math.floor(next() ** 3 * count);
}

/**
 * Yields batches of `size` until `rows` different events were in them: seven days in order of time with a few
 * seconds of jitter, random UUIDs, ~300 bytes of JSON, half CloudTrail and half system call detections.
 */
export function* generate(rows: number, size: number, seed = 1): Generator<StoredEvent[]> {
  const next = random(seed);
  const fleet = Array.from({ length: tasks }, (_, index) => ({
    id: hex(next, 32),
    service: index % services,
  }));
  const digests = Array.from({ length: services }, () => `sha256:${hex(next, 64)}`);
  let batch: StoredEvent[] = [];
  for (let row = 0; row < rows; row += 1) {
    const time = Math.floor(
      generatedFrom + ((row + next()) / rows) * (generatedTo - generatedFrom - 5000) + next() * 5000,
    );
    const task = fleet[skewed(next, tasks)] ?? { id: '', service: 0 };
    const event =
      row % 2 === 0 ? apiCall(next, time) : systemCall(next, time, task, digests[task.service] ?? '');
    batch.push(event);
    if (next() < resentShare) batch.push(batch[Math.floor(next() * batch.length)] ?? event);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function uuid(next: () => number): string {
  const digits = hex(next, 32);
  return [8, 12, 16, 20, 32].map((end, index, ends) => digits.slice(ends[index - 1] ?? 0, end)).join('-');
}

function apiCall(next: () => number, time: number): StoredEvent {
  const user = `user-${skewed(next, users)}`;
  const rule = skewed(next, rules / 2);
  const account = `11111111111${Math.floor(next() * accounts)}`;
  const call = ['AssumeRole', 'PutObject', 'DescribeTasks', 'CreateUser', 'ConsoleLogin'][rule % 5] ?? '';
  const address = `203.0.113.${Math.floor(next() * 250)}`;
  return {
    kind: 'detection',
    id: uuid(next),
    time,
    source: 'aws_cloudtrail',
    title: `${call} by ${user}`,
    severity: severities[rule % 5] ?? 'info',
    rule: `CloudTrail rule ${rule}`,
    place: { provider: 'aws', account, region: next() < 0.8 ? 'eu-central-1' : 'us-east-1' },
    user,
    tags: ['cloud', `mitre_T10${rule + 10}`],
    isSample: false,
    fields: {
      'ct.name': call,
      'ct.srcip': address,
      'ct.user': user,
      'ct.request': `bucket-${hex(next, 12)}`,
    },
    body: {
      eventId: hex(next, 16),
      priority: 'Warning',
      policy: 'default',
      output: `${call} ${user} ${address} ${hex(next, 40)}`,
    },
  };
}

function systemCall(
  next: () => number,
  time: number,
  task: { readonly id: string; readonly service: number },
  imageDigest: string,
): StoredEvent {
  const rule = skewed(next, rules / 2);
  const needle = next() < 0.0005 ? rareNeedle : hex(next, 8);
  const command = `sh -c curl https://${hex(next, 10)}.example/${needle}`;
  return {
    kind: 'detection',
    id: uuid(next),
    time,
    source: 'syscall',
    title: `Shell rule ${rule}`,
    severity: severities[(rule + 2) % 5] ?? 'info',
    rule: `Shell rule ${rule}`,
    place: {
      provider: 'aws',
      account: `11111111111${task.service % accounts}`,
      region: 'eu-central-1',
      cluster: `cluster-${task.service % 6}`,
      service: `service-${task.service}`,
      task: task.id,
      container: next() < 0.8 ? 'app' : 'sidecar',
      imageDigest,
    },
    user: next() < 0.5 ? 'root' : 'app',
    tags: ['container', `mitre_T15${rule + 10}`],
    isSample: false,
    fields: {
      'proc.name': 'sh',
      'proc.pid': Math.floor(next() * 65_000),
      'proc.cmdline': command,
      'evt.type': 'execve',
    },
    body: {
      eventId: hex(next, 16),
      priority: 'Notice',
      policy: 'default',
      output: `Shell in container ${command}`,
    },
  };
}
