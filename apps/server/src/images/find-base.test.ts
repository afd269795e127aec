import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everything, type ImageReport } from '@breakwater/model';
import { imageReports, images, openSqliteState, type StateStore } from '@breakwater/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf, imageReport } from '../../test-support/samples.ts';
import { storeReport } from './image-results.ts';

let folder: string;
let state: StateStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-base-'));
  state = openSqliteState({ path: join(folder, 'state.db'), now: () => Date.parse('2026-03-01T00:00:00Z') });
});

afterEach(async () => {
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

async function store(report: ImageReport): Promise<ImageReport | undefined> {
  const now = new Date('2026-03-01T00:00:00Z');
  return state.transaction(async (transaction) => {
    await storeReport(transaction, everything, { report, origin: 'cli', isSample: false }, now);
    return (await transaction.table(imageReports, everything).get(report.digest))?.record.report;
  });
}

function built(digest: string, repository: string, ...layers: readonly string[]): ImageReport {
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
  return imageReport(digestOf(digest), {
    repository,
    tag: '1',
    layers: layers.map((name) => ({
      digest: digestOf(name),
      diffId: digestOf(name),
      mediaType,
      size: 10,
      uncompressedSize: 20,
    })),
  });
}

test('an image is told what it was built on, the nearest of those that were scanned', async () => {
  expect(await store(built('1', 'debian', 'a'))).not.toHaveProperty('baseImage');
  await store(built('2', 'node', 'a', 'b'));
  await store(built('3', 'other', 'x', 'b'));
  const shop = await store(built('4', 'shop', 'a', 'b', 'c'));
  expect(shop?.baseImage).toEqual({ name: 'node:1', digest: digestOf('2'), layers: 2 });
  expect(
    await state.read(async (reader) => (await reader.table(images, everything).list()).rows),
  ).toHaveLength(4);
});
