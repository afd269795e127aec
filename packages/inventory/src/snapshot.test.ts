import type { Coverage, Resource } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSnapshot, type SnapshotRecord, snapshotFormat, snapshotLine } from './snapshot.ts';

const resource: Resource = {
  id: 'arn:aws:ecs:eu-west-1:123456789012:cluster/web',
  type: 'aws.ecs',
  name: 'web',
  place: { provider: 'aws', account: '123456789012', region: 'eu-west-1' },
  tags: {},
  seenAt: '2026-01-01T00:00:00.000Z',
  configuration: { clusterName: 'wéb\n' },
};
const coverage: Coverage = {
  type: 'aws.ecs',
  account: '123456789012',
  region: 'eu-west-1',
  status: 'ok',
  count: 1,
};
const start: SnapshotRecord = {
  kind: 'snapshot',
  format: snapshotFormat,
  account: '123456789012',
  startedAt: resource.seenAt,
};
const end: SnapshotRecord = { kind: 'end', resources: 1, endedAt: resource.seenAt };
const records: readonly SnapshotRecord[] = [
  start,
  { kind: 'resource', resource },
  { kind: 'coverage', coverage },
  end,
];

async function read(text: string, pieceLength = text.length): Promise<SnapshotRecord[]> {
  const pieces = async function* (): AsyncGenerator<string> {
    for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength);
  };
  const found: SnapshotRecord[] = [];
  for await (const record of readSnapshot(pieces())) found.push(record);
  return found;
}

describe('a snapshot', () => {
  test('comes back as it was written, whatever the pieces', async () => {
    const text = records.map(snapshotLine).join('');
    expect(await read(text)).toEqual(records);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: text.length }), async (length) => {
        expect(await read(text, length)).toEqual(records);
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    ['', 'ends after line 0 without its last line'],
    [snapshotLine(start), 'ends after line 1 without its last line'],
    [records.slice(1).map(snapshotLine).join(''), 'line 1: a snapshot starts with'],
    [snapshotLine(start) + snapshotLine(start), 'line 2: a snapshot starts with'],
    [`${snapshotLine(start)}{"kind":"resource","resource":{"id":1}}\n`, 'line 2: a resource has id'],
    [`${snapshotLine(start)}{"kind":"coverage","coverage":{}}\n`, 'line 2: coverage has type'],
    [`${snapshotLine(start)}{"kind":"other"}\n`, 'line 2: the kind is none of'],
    [`${snapshotLine(start)}{"kind":"reso`, 'line 2 is not JSON'],
    [`${snapshotLine(start)}[]\n`, 'line 2 is not a JSON object'],
    [records.map(snapshotLine).join('') + snapshotLine(start), 'line 5:'],
    [
      '{"kind":"snapshot","format":"breakwater-inventory/9","account":"1","startedAt":"x"}\n',
      '"breakwater-inventory/9", not',
    ],
  ])('%j is refused: %s', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});
