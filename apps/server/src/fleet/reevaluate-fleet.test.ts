import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everything, type ImageReport, type Package, type StoredEvent } from '@breakwater/model';
import {
  type EventStore,
  imagePackages,
  imageReports,
  images,
  openSqliteEventStore,
  openSqliteState,
  packageVariants,
  type StateStore,
  tasks,
} from '@breakwater/store';
import { type AdvisoryDatabase, matchPackages, openAdvisories } from '@breakwater/vuln';
import {
  array,
  assert as assertProperty,
  asyncProperty,
  constantFrom,
  nat,
  option,
  record,
} from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf, imageReport } from '../../test-support/samples.ts';
import { storeReport } from '../images/image-results.ts';
import { LiveFeed } from '../live-feed.ts';
import { currentReport } from './current-report.ts';
import { imageFindings } from './image-findings.ts';
import { forgetPackages } from './index-packages.ts';
import type { Evaluation } from './index-settings.ts';
import { reevaluateFleet } from './reevaluate-fleet.ts';

let folder: string;
let state: StateStore;
let events: EventStore;
let opened: AdvisoryDatabase[];
let clock: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-fleet-'));
  clock = Date.parse('2026-03-01T00:00:00Z');
  opened = [];
  state = openSqliteState({ path: join(folder, 'state.db'), now: () => clock });
  events = await openSqliteEventStore({ folder: join(folder, 'events') });
});

afterEach(async () => {
  for (const database of opened) database.close();
  await state.close();
  await events.close();
  rmSync(folder, { recursive: true, force: true });
});

const openEnd = advisory('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }]);
const withFix = advisory('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }, { fixed: '4.17.20' }]);
const shrunk = advisory('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }, { fixed: '4.0.0' }]);
const other = advisory('GHSA-9', 'npm', 'express', [{ introduced: '0' }]);
const lodash = npm('lodash', '4.17.15');

describe('an update of the advisories', () => {
  it.each([
    ['a new advisory is added', [other], [other, openEnd], { added: 1 }, ['GHSA-1']],
    ['a fix is a change', [openEnd, other], [withFix, other], { changed: 1 }, ['GHSA-1']],
    ['one that shrinks is removed', [openEnd, other], [shrunk, other], { removed: 1 }, []],
    [
      'one that is withdrawn is removed',
      [openEnd, other],
      [{ ...openEnd, withdrawn: '2026-01-01T00:00:00Z' }, other],
      { removed: 1 },
      [],
    ],
  ])('%s', async (_, before, after, expected, left) => {
    const old = await database('old', before);
    const now = await database('now', after);
    await store('1', [lodash], old);
    await evaluate(old);
    const result = await evaluate(now);
    expect(result).toMatchObject({ added: 0, removed: 0, changed: 0, changedImages: 1, ...expected });
    expect((await reportOf('1')).matches.map(({ id }) => id)).toEqual(left);
    expect((await rowOf('1')).counts.medium).toBe(left.length);
    expect((await rowOf('1')).judgedBy).toBeUndefined();
    expect(await evaluate(now)).toMatchObject({
      judged: 0,
      changedImages: 0,
      added: 0,
      removed: 0,
      events: 0,
    });
  });

  it('judges only packages of which the data says something else, once for all images', async () => {
    const old = await database('old', [other, openEnd]);
    const packages = [npm('express', '4.0.0'), npm('left-pad', '1.0.0'), lodash];
    for (const name of ['1', '2', '3']) await store(name, packages, old);
    expect(await evaluate(old)).toMatchObject({ variants: 3, judged: 3, images: 3 });
    const result = await evaluate(await database('now', [other, withFix]));
    expect(result).toMatchObject({ variants: 3, judged: 1, changedImages: 3, changed: 1 });
  });

  it('leaves an image alone whose scan knew newer advisories, and what VEX took back', async () => {
    const newer = await database('newer', [{ ...openEnd, modified: '2026-02-02T00:00:00Z' }, other]);
    const older = await database('older', [{ ...other, modified: '2026-01-01T00:00:00Z' }]);
    await store('1', [lodash], newer);
    await evaluate(older);
    expect((await reportOf('1')).matches.map(({ id }) => id)).toEqual(['GHSA-1']);
    expect((await rowOf('1')).counts.medium).toBe(1);

    const taken = matchPackages({ packages: [lodash] }, newer).matches.map(
      (match) => ({ match, status: 'not-affected', source: 'vex.json' }) as const,
    );
    await store('2', [lodash, lodash], newer, { matches: [], suppressed: taken });
    await evaluate(newer);
    expect((await reportOf('2')).matches).toEqual([]);
    expect((await rowOf('2')).counts.medium).toBe(0);
  });

  it('leaves what the scan said where the data set knows nothing of the ecosystem', async () => {
    const wide = await database('wide', [
      openEnd,
      advisory('PYSEC-1', 'PyPI', 'django', [{ introduced: '0' }]),
    ]);
    const django = { ...npm('django', '3.0'), type: 'pypi', purl: 'pkg:pypi/django@3.0' };
    await store('1', [django, lodash], wide);
    await evaluate(await database('narrow', [shrunk]));
    expect((await reportOf('1')).matches.map(({ id }) => id)).toEqual(['PYSEC-1']);
    expect((await rowOf('1')).counts.medium).toBe(1);
  });

  it('says what cannot be judged, and no longer once it can', async () => {
    const distro = { id: 'debian', version: '12' };
    const openssl: Package = {
      ...npm('openssl', '3.0.11-1'),
      type: 'deb',
      purl: 'pkg:deb/debian/openssl@3.0.11-1',
    };
    await store('1', [openssl], await database('npm', [openEnd]), { sbom: { distro, packages: [openssl] } });
    expect((await reportOf('1')).gaps).toHaveLength(1);
    const debian = advisory('DEBIAN-CVE-1', 'Debian:12', 'openssl', [{ introduced: '0' }]);
    await evaluate(await database('debian', [openEnd, debian]));
    const report = await reportOf('1');
    expect(report.gaps).toEqual([]);
    expect(report.matches.map(({ id, path }) => [id, path])).toEqual([['DEBIAN-CVE-1', 'app/openssl']]);
  });
});

describe('findings of an image', () => {
  it('know since when, and what was resolved', async () => {
    await store('1', [lodash], await database('old', [openEnd, other]));
    clock += 1000;
    await evaluate(await database('now', [withFix, other]));
    const [open] = await findingsOf('1');
    expect(open).toMatchObject({
      status: 'open',
      key: 'GHSA-1 pkg:npm/lodash@4.17.15',
      firstSeen: '2026-03-01T00:00:00.000Z',
      evidence: { fixedVersion: '4.17.20' },
    });
    clock += 1000;
    await evaluate(await database('later', [shrunk, other]));
    expect(await findingsOf('1')).toMatchObject([
      { id: open?.id, status: 'resolved', resolvedAt: '2026-03-01T00:00:02.000Z' },
    ]);
    clock += 1000;
    await evaluate(await database('again', [openEnd, other]));
    expect(await findingsOf('1')).toMatchObject([{ id: open?.id, status: 'open' }]);
  });
});

describe('events', () => {
  it('one for a vulnerability and a service, whatever the number of images and tasks', async () => {
    const old = await database('old', [other]);
    for (const name of ['1', '2', '3']) await store(name, [lodash], old);
    await evaluate(old);
    await runTasks('web', '1', 3);
    await runTasks('web', '2', 1);
    await runTasks('api', '2', 1);
    clock += 1000;
    const result = await evaluate(await database('now', [other, withFix]));
    expect(result.events).toBe(2);
    const rows = await allEvents();
    expect(rows.map(({ place, title, severity }) => [place.service, title, severity]).sort()).toEqual([
      ['api', 'CVE update: GHSA-1 affects lodash 4.17.15, fixed in 4.17.20', 'medium'],
      ['web', 'CVE update: GHSA-1 affects lodash 4.17.15, fixed in 4.17.20', 'medium'],
    ]);
    expect(rows.find(({ place }) => place.service === 'web')?.body).toMatchObject({
      from: 'new',
      to: 'open',
      imageCount: 2,
      taskCount: 4,
      advisories: ['GHSA-1'],
      fixedVersion: '4.17.20',
    });
  });

  it('of one service at most 21', async () => {
    const old = await database('old', [other]);
    await store('1', [lodash], old);
    await evaluate(old);
    await runTasks('web', '1', 1);
    const many = Array.from({ length: 50 }, (_, at) =>
      advisory(`GHSA-m${at}`, 'npm', 'lodash', [{ introduced: '0' }]),
    );
    expect(await evaluate(await database('now', [other, ...many]))).toMatchObject({ added: 50, events: 21 });
    const rows = await allEvents();
    expect(rows.map(({ title }) => title)).toContain(
      'CVE update: 30 more vulnerabilities of this service changed',
    );
  });
});

it('forgets packages that no image has any more', async () => {
  const data = await database('old', [openEnd]);
  await store('1', [lodash, npm('left-pad', '1.0.0')], data);
  await store('2', [lodash], data);
  await state.transaction((transaction) => forgetPackages(transaction, digestOf('1')));
  await evaluate(data);
  const left = await state.read((reader) => reader.table(packageVariants).list());
  expect(left.rows.map(({ record }) => record.package.name)).toEqual(['lodash']);
});

it('the same report again changes nothing of the index; one with more packages takes its place', async () => {
  const data = await database('old', [openEnd]);
  await store('1', [lodash], data);
  await evaluate(data);
  const first = await indexRow('1');
  await store('1', [lodash], data);
  expect(await indexRow('1')).toEqual(first);
  await store('1', [lodash, npm('left-pad', '1.0.0')], data);
  expect(await indexRow('1')).not.toEqual(first);
});

it('an evaluation that is cancelled leaves everything as it was', async () => {
  await store('1', [lodash], await database('old', [other]));
  const stopped = AbortSignal.abort(new Error('cancelled'));
  await expect(evaluate(await database('now', [openEnd]), stopped)).rejects.toThrow('cancelled');
  expect((await indexRow('1'))?.countedBy).toBeUndefined();
  expect((await reportOf('1')).matches).toEqual([]);
});

it('the result is that of a scan of every SBOM by the new data', async () => {
  const versions = ['1.0.0', '1.5.0', '2.0.0', '3.0.0'];
  const names = ['a', 'b', 'c', 'd'];
  const bound = option(constantFrom(...versions), { nil: undefined });
  const statement = record({
    id: nat(5),
    name: constantFrom(...names),
    fixed: bound,
    isWithdrawn: constantFrom(false, false, true),
  });
  const packages = array(record({ name: constantFrom(...names), version: constantFrom(...versions) }), {
    maxLength: 6,
  });
  let round = 0;
  await assertProperty(
    asyncProperty(
      array(statement, { maxLength: 8 }),
      array(statement, { maxLength: 8 }),
      array(packages, { minLength: 1, maxLength: 4 }),
      async (before, after, sboms) => {
        round += 1;
        const [old, now] = await Promise.all(
          [before, after].map((statements, index) =>
            database(`p${round}-${index}`, [other, ...statements.map(recordOf)]),
          ),
        );
        if (old === undefined || now === undefined) throw new Error('no database');
        const held = sboms.map((list, index) => ({
          name: `${round}x${index}`,
          packages: list.map(({ name, version }, at) => npm(name, version, `${at}/${name}`)),
        }));
        for (const { name, packages: list } of held) await store(name, list, old);
        await evaluate(old);
        await evaluate(now);
        for (const { name, packages: list } of held) {
          const scanned = matchPackages({ packages: list }, now);
          const report = await reportOf(name);
          expect(report.matches).toEqual(scanned.matches);
          expect(report.gaps).toEqual(scanned.gaps);
          const { counts, fixable } = await rowOf(name);
          expect(counts.medium).toBe(scanned.matches.length);
          expect(fixable).toBe(scanned.matches.filter(({ fixState }) => fixState === 'fixed').length);
        }
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

function recordOf({
  id,
  name,
  fixed,
  isWithdrawn,
}: {
  id: number;
  name: string;
  fixed?: string | undefined;
  isWithdrawn: boolean;
}) {
  const ends = fixed === undefined ? [] : [{ fixed }];
  return {
    ...advisory(`GHSA-${id}-${name}`, 'npm', name, [{ introduced: '0' }, ...ends]),
    ...(isWithdrawn ? { withdrawn: '2026-01-01T00:00:00Z' } : {}),
  };
}

async function store(
  name: string,
  packages: readonly Package[],
  data: AdvisoryDatabase,
  change: Partial<ImageReport> = {},
): Promise<void> {
  const sbom = change.sbom ?? { packages };
  const { matches, gaps } = matchPackages(sbom, data);
  const { hash, records, newest } = data.info;
  const report = imageReport(digestOf(name), {
    scannedAt: new Date(clock).toISOString(),
    ...{ sbom, matches, gaps, advisories: { hash, records, ...(newest === undefined ? {} : { newest }) } },
    ...change,
  });
  const received = { report, origin: 'cli', isSample: false } as const;
  await state.transaction((transaction) => storeReport(transaction, everything, received, new Date(clock)));
}

function evaluate(data: AdvisoryDatabase, signal = new AbortController().signal): Promise<Evaluation> {
  const context = { state, events, live: new LiveFeed(), now: () => clock };
  return reevaluateFleet(context, data, { signal, onProgress: () => undefined });
}

async function reportOf(name: string): Promise<ImageReport> {
  return state.read(async (reader) => {
    const stored = await reader.table(imageReports, everything).get(digestOf(name));
    if (stored === undefined) throw new Error(`no report of ${name}`);
    return currentReport(reader, stored.record.report);
  });
}

async function rowOf(name: string) {
  const row = await state.read((reader) => reader.table(images, everything).get(digestOf(name)));
  if (row === undefined) throw new Error(`no row of ${name}`);
  return row.record;
}

async function indexRow(name: string) {
  return (await state.read((reader) => reader.table(imagePackages).get(digestOf(name))))?.record;
}

function findingsOf(name: string) {
  return state.read(async (reader) => (await imageFindings(reader, everything, digestOf(name))) ?? []);
}

async function allEvents(): Promise<readonly StoredEvent[]> {
  const range = { scope: everything, filter: everything, from: 0, to: clock + 60_000 };
  return (await events.list({ ...range, limit: 1000, order: 'newest' })).rows;
}

async function runTasks(service: string, image: string, count: number): Promise<void> {
  const running = Array.from({ length: count }, (_, at) => ({
    taskArn: `arn:${service}/${image}/${at}`,
    detailVersion: 1,
    place: { provider: 'aws', account: '1', cluster: 'shop', service } as const,
    lastStatus: 'RUNNING',
    isExpected: true,
    record: { containers: [{ imageDigest: digestOf(image) }] },
    isSample: false,
  }));
  await state.transaction((transaction) => transaction.table(tasks, everything).putAll(running));
}

async function database(name: string, records: readonly object[]): Promise<AdvisoryDatabase> {
  const path = join(folder, `${name}.jsonl`);
  writeFileSync(path, records.map((one) => JSON.stringify(one)).join('\n'));
  const data = await openAdvisories([path], join(folder, 'cache'));
  opened.push(data);
  return data;
}

function advisory(id: string, ecosystem: string, name: string, list: readonly object[]) {
  return { id, affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events: list }] }] };
}

function npm(name: string, version: string, path = `app/${name}`): Package {
  const purl = `pkg:npm/${name}@${version}`;
  return { type: 'npm', name, version, purl, locations: [{ path }], licenses: [], foundBy: 'npm' };
}
