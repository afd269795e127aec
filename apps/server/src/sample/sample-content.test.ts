import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createEngine, type Engine, loadRules } from '@breakwater/rules';
import { cloudTrail, ecs, sources } from '@breakwater/sources';
import { beforeAll, describe, expect, it } from 'vitest';
import { readShippedRules } from '../rules/sync-shipped-files.ts';
import { cloudTrailFileSchema, cloudTrailRecords } from './cloudtrail-records.ts';
import { ecsEvents, ecsFileSchema, sampleTasks } from './ecs-events.ts';
import { imagesFileSchema, referenceOf } from './image-reports.ts';
import { inventoryFileSchema, inventoryReading } from './inventory-reading.ts';
import { readContent } from './read-content.ts';

const content = resolve(import.meta.dirname, '../../../../content');
const folder = join(content, 'sample');
const base = Date.parse('2026-03-02T09:30:00Z');
const week = 7 * 86_400_000;

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((name) => join(folder, name))
  .filter((file) => statSync(file).isFile());

async function recordsOf(name: string): Promise<readonly object[]> {
  return cloudTrailRecords(
    await readContent(join(folder, 'cloudtrail', `${name}.yaml`), cloudTrailFileSchema),
    base,
  );
}

async function taskFile() {
  const file = await readContent(join(folder, 'ecs.yaml'), ecsFileSchema);
  const { images } = await readContent(join(folder, 'images.yaml'), imagesFileSchema);
  const references = new Map(Object.entries(images).map(([name, image]) => [name, referenceOf(image)]));
  return { file, references };
}

const lines = (records: readonly object[]): string =>
  records.map((record) => JSON.stringify(record)).join('\n');

describe('nothing of the sample is about anybody real', () => {
  it.each(files.map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]))(
    '%s',
    (name, text) => {
      const accounts = new Set(text.match(/(?<![\w.-])\d{12}(?![\w.-])/g));
      accounts.delete('111122223333');
      accounts.delete('444455556666');
      expect([...accounts], 'account numbers').toEqual([]);
      // Advisories hold versions that look like addresses, and no addresses.
      const addresses = name.startsWith('advisories/')
        ? []
        : (text.match(/(?<![\w.:+-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.-])/g) ?? []);
      const documentation = /^(?:192\.0\.2|198\.51\.100|203\.0\.113|10\.\d+\.\d+|172\.31\.\d+|0\.0\.0)\.\d+$/;
      expect(
        addresses.filter((address) => !documentation.test(address)),
        'addresses',
      ).toEqual([]);
      const hosts = text.match(/https?:\/\/[\w.-]+/g) ?? [];
      expect(
        hosts.filter((host) => !/\.?example(?:\.com)?$/.test(host)),
        'hosts',
      ).toEqual([]);
      const keys = text.match(/A(?:KIA|SIA|IDA|ROA)[A-Z0-9]{12,}/g) ?? [];
      expect(
        keys.filter((key) => !key.includes('EXAMPLE')),
        'ids of credentials',
      ).toEqual([]);
    },
  );
});

describe('events', () => {
  it.each(['everyday', 'incidents'])('%s: read whole, unique, of the last week', async (name) => {
    const records = await recordsOf(name);
    const { events, rejected } = cloudTrail.parse(lines(records));
    expect(rejected).toEqual([]);
    expect(new Set(events.map((event) => event.id)).size).toBe(records.length);
    const times = events.map((event) => Number(event.time / 1_000_000n));
    expect(Math.min(...times)).toBeGreaterThan(base - week - 86_400_000);
    expect(Math.max(...times)).toBeLessThanOrEqual(base);
  });

  it('tasks: read whole, unique, each with its image', async () => {
    const { file, references } = await taskFile();
    const records = ecsEvents(file, references, base);
    const { events, rejected } = ecs.parse(lines(records));
    expect(rejected).toEqual([]);
    expect(new Set(events.map((event) => event.id)).size).toBe(records.length);
    const tasks = sampleTasks(file, base);
    expect(new Set(tasks.map((task) => task.id)).size).toBe(tasks.length);
    expect(tasks.filter((task) => task.stoppedAt !== undefined && task.template.stop === undefined)).toEqual(
      [],
    );
  });

  it('are the same whenever they are made', async () => {
    expect(await recordsOf('everyday')).toEqual(await recordsOf('everyday'));
  });
});

describe('rules', () => {
  let engine: Engine;
  beforeAll(async () => {
    const { ruleset, errors } = loadRules(await readShippedRules(join(content, 'rules')), { sources });
    if (ruleset === undefined) throw new Error(JSON.stringify(errors));
    engine = createEngine(ruleset, { ruleMatching: 'all' });
  });

  it('are quiet on everyday work', async () => {
    const { events } = cloudTrail.parse(lines(await recordsOf('everyday')));
    const fired = events.flatMap((event) => engine.evaluate(event).map((one) => `${one.rule}: ${event.id}`));
    expect(events.length).toBeGreaterThan(1000);
    expect(fired).toEqual([]);
  });

  it('fire on what the story tells', async () => {
    const { file, references } = await taskFile();
    const events = [
      ...cloudTrail.parse(lines(await recordsOf('incidents'))).events,
      ...ecs.parse(lines(ecsEvents(file, references, base))).events,
    ];
    const fired = new Set(events.flatMap((event) => engine.evaluate(event).map((one) => one.rule)));
    expect([...fired]).toEqual(
      expect.arrayContaining([
        'Console sign-in without MFA',
        'Root user acted',
        'Access key created for root',
        'Access key created for another user',
        'Administrator policy attached',
        'Trail stopped or deleted',
        'Trail narrowed',
        'Log group deleted',
        'Flow logs deleted',
        'Threat detection switched off',
        'Command executed in a container',
        'ECS Exec enabled on a service',
        'Dangerous task definition registered',
        'Task started outside the pipeline with a public address',
        'Security group opened to the world',
        'KMS key deletion scheduled',
        'ECR repository opened to everybody',
        'ECR tags made mutable',
        'Image pushed by hand',
        'Bucket made public',
        'Task role credentials used elsewhere',
        'Container killed for memory',
        'Essential container ended with an error',
        'Task stopped by a person',
        'Task with ECS Exec started',
        'Standalone task started by a user',
        'Container runs a latest tag',
        'Deployment failed',
        'Tasks cannot be placed',
      ]),
    );
    expect(engine.failures()).toEqual([]);
  });
});

describe.each(['production', 'staging'])('inventory of %s', (name) => {
  it('holds each resource once and tells how complete it is, at every reading', async () => {
    const file = await readContent(join(folder, 'inventory', `${name}.yaml`), inventoryFileSchema);
    expect(file.readings).toEqual(file.readings.toSorted((a, b) => a - b));
    for (const offset of file.readings) {
      const { resources, coverage } = inventoryReading(file, offset, base);
      expect(resources.length).toBeGreaterThan(15);
      expect(new Set(resources.map((one) => one.id)).size).toBe(resources.length);
      const covered = new Set(coverage.map((one) => `${one.type} ${one.region}`));
      const uncovered = resources.filter((one) => !covered.has(`${one.type} ${one.place.region}`));
      expect(uncovered.map((one) => one.id)).toEqual([]);
      expect(coverage.reduce((sum, one) => sum + one.count, 0)).toBe(resources.length);
    }
  });

  it('changes things in order of time', async () => {
    const file = await readContent(join(folder, 'inventory', `${name}.yaml`), inventoryFileSchema);
    for (const { id, changes } of file.resources) {
      const times = changes.map((change) => change.at);
      expect(times, id).toEqual(times.toSorted((a, b) => a - b));
    }
  });
});
