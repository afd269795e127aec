import type { Coverage, Resource } from '@breakwater/model';
import { openSnapshot } from '../inventory/snapshot-file.ts';

/** An inventory as `inventory sync` wrote it. */
export interface Snapshot {
  readonly resources: readonly Resource[];
  readonly coverage: readonly Coverage[];
}

/** Reads a whole snapshot file. Throws CommandError when it is missing or broken. */
export async function readSnapshotFile(path: string): Promise<Snapshot> {
  const resources: Resource[] = [];
  const coverage: Coverage[] = [];
  for await (const record of openSnapshot(path)) {
    if (record.kind === 'resource') resources.push(record.resource);
    else if (record.kind === 'coverage') coverage.push(record.coverage);
  }
  return { resources, coverage };
}
