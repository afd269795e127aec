import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Package } from '@breakwater/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAdvisories } from './advisories/cache.ts';
import type { AdvisoryDatabase } from './advisories/database.ts';
import { changedPackages } from './changed-packages.ts';
import { packageKeys, reevaluate } from './reevaluate.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reevaluate-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lodash = npm('lodash', '4.17.15');
const openEnd = advisory('GHSA-1', 'lodash', [{ introduced: '0' }]);
const closed = advisory('GHSA-1', 'lodash', [{ introduced: '0' }, { fixed: '4.17.20' }]);
const shrunk = advisory('GHSA-1', 'lodash', [{ introduced: '0' }, { fixed: '4.0.0' }]);
const severe = { ...openEnd, database_specific: { severity: 'CRITICAL' } };
const other = advisory('GHSA-9', 'express', [{ introduced: '0' }]);

test.each([
  ['an advisory comes', [other], [other, openEnd], { added: ['GHSA-1'] }],
  [
    'an advisory is withdrawn',
    [other, openEnd],
    [other, { ...openEnd, withdrawn: '2026-01-01T00:00:00Z' }],
    { removed: ['GHSA-1'] },
  ],
  ['an advisory shrinks', [openEnd], [shrunk], { removed: ['GHSA-1'] }],
  ['a fix is published', [openEnd], [closed], { changed: ['GHSA-1'] }],
  ['the rating rises', [openEnd], [severe], { changed: ['GHSA-1'] }],
  [
    'another record of the same vulnerability leads',
    [{ ...openEnd, id: 'NSWG-1', aliases: ['CVE-1'] }],
    [{ ...openEnd, aliases: ['CVE-1'] }],
    { changed: ['GHSA-1'] },
  ],
  [
    'another erratum mends one of its CVEs',
    [{ ...openEnd, id: 'ALSA-1', related: ['CVE-1', 'CVE-2'] }],
    [
      { ...openEnd, id: 'ALSA-0', related: ['CVE-1', 'CVE-2'] },
      { ...openEnd, id: 'ALSA-1', related: ['CVE-1', 'CVE-2'] },
    ],
    { added: ['ALSA-0'] },
  ],
])('%s', async (_name, before, after, expected) => {
  const [old, now] = [await database('old', before), await database('now', after)];
  expect([...changedPackages(old, now)]).toEqual([{ ecosystem: 'npm', name: 'lodash' }]);
  const [changes, ...rest] = reevaluate([{ package: lodash }], old, now);
  expect(rest).toEqual([]);
  expect({
    added: changes?.added.map(({ id }) => id),
    removed: changes?.removed.map(({ id }) => id),
    changed: changes?.changed.map((pair) => pair.after.id),
  }).toEqual({ added: [], removed: [], changed: [], ...expected });
});

test('a CVE that becomes known to be exploited changes its packages, and only them', async () => {
  const named = { ...openEnd, aliases: ['CVE-2020-1'] };
  const old = await database('old', [named, other]);
  const kev = JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2020-1' }] });
  const now = await database('now', [named, other], { 'kev.json': kev });
  expect([...changedPackages(old, now)]).toEqual([{ ecosystem: 'npm', name: 'lodash' }]);
  const [changes] = reevaluate([{ package: lodash }], old, now);
  expect(changes?.changed.map((pair) => [pair.before.isKnownExploited, pair.after.isKnownExploited])).toEqual(
    [[false, true]],
  );
});

test('a later day of the catalogue changes its packages', async () => {
  const named = { ...openEnd, aliases: ['CVE-2020-1'] };
  const kev = (dueDate: string) => JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2020-1', dueDate }] });
  const old = await database('old', [named, other], { 'kev-old.json': kev('2026-01-01') });
  const now = await database('now', [named, other], { 'kev-now.json': kev('2026-02-01') });
  expect([...changedPackages(old, now)]).toEqual([{ ecosystem: 'npm', name: 'lodash' }]);
  const [changes] = reevaluate([{ package: lodash }], old, now);
  expect(changes?.changed.map((pair) => [pair.before.exploitedDue, pair.after.exploitedDue])).toEqual([
    ['2026-01-01', '2026-02-01'],
  ]);
});

test('data that says the same in another order changes nothing', async () => {
  const second = { ...openEnd, id: 'GHSA-2' };
  const old = await database('old', [openEnd, second, other]);
  const now = await database('now', [other, second, openEnd]);
  expect([...changedPackages(old, now)]).toEqual([]);
});

test('keys are those that the matcher asks for', () => {
  expect(packageKeys({ package: npm('@scope/x', '1.0.0') })).toEqual([
    { ecosystem: 'npm', name: '@scope/x' },
  ]);
  expect(packageKeys({ package: { ...lodash, type: 'cran' } })).toEqual([]);
});

async function database(
  name: string,
  records: readonly object[],
  files: Readonly<Record<string, string>> = {},
): Promise<AdvisoryDatabase> {
  const paths = [join(folder, `${name}.jsonl`), ...Object.keys(files).map((file) => join(folder, file))];
  writeFileSync(join(folder, `${name}.jsonl`), records.map((record) => JSON.stringify(record)).join('\n'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return openAdvisories(paths, join(folder, 'cache'));
}

function advisory(id: string, name: string, events: readonly object[]) {
  return { id, affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events }] }] };
}

function npm(name: string, version: string): Package {
  const purl = `pkg:npm/${name}@${version}`;
  return { type: 'npm', name, version, purl, locations: [], licenses: [], foundBy: 'test' };
}
