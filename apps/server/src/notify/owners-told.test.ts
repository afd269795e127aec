import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everything, type StoredEvent } from '@breakwater/model';
import { images, openSqliteState, outbox, type StateStore } from '@breakwater/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { digestOf, imageReport } from '../../test-support/samples.ts';
import { storeReport } from '../images/image-results.ts';
import { Owners, readOwnership } from './ownership.ts';
import { postVerdictChange } from './verdict-events.ts';

let folder: string;
let state: StateStore;
const now = new Date('2026-11-23T12:00:00Z');
const digest = digestOf('a');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-owners-'));
  state = openSqliteState({ path: join(folder, 'state.db'), now: () => now.getTime() });
  const report = imageReport(digest);
  const owned = { ...report, config: { ...report.config, labels: { team: 'payments' } } };
  await state.transaction((transaction) =>
    storeReport(transaction, everything, { report: owned, origin: 'cli', isSample: false }, now),
  );
});
afterEach(async () => {
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

it('an advisory update of a service reaches the owner of each image that it runs', async () => {
  const row: StoredEvent = {
    ...{ kind: 'transition', id: '1', time: now.getTime(), source: 'vulnerability', title: 'CVE update' },
    ...{
      severity: 'high',
      place: { cluster: 'prod', service: 'web' },
      tags: ['cve-update'],
      isSample: false,
    },
    ...{ fields: {}, body: { images: [digest] } },
  };
  const owners = await state.read(async (reader) =>
    new Owners(reader, await readOwnership(reader)).ofRow(row),
  );
  expect(owners).toEqual(['payments']);
});

it('a verdict that becomes another raises an event for the owner of the image; one that stays does not', async () => {
  await state.transaction(async (transaction) => {
    const stored = await transaction.table(images, everything).get(digest);
    if (stored === undefined) throw new Error('the image is stored');
    const { record } = stored;
    await postVerdictChange(transaction, undefined, record, now);
    await postVerdictChange(transaction, record, record, now);
    await postVerdictChange(
      transaction,
      { ...record, status: 'passed' },
      { ...record, status: 'failed' },
      now,
    );
  });
  const rows = await state.read(async (reader) => (await reader.table(outbox).list()).rows);
  expect(rows.map(({ record }) => record.event)).toMatchObject([
    {
      source: 'image-policy',
      severity: 'high',
      place: { imageDigest: digest },
      fields: { 'finding.to': 'failed' },
    },
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error('there is a row');
  const owners = await state.read(async (reader) =>
    new Owners(reader, await readOwnership(reader)).ofRow(row.record.event),
  );
  expect(owners).toEqual(['payments']);
});
