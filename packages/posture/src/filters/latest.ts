import { compareText } from '../comparison.ts';
import { checkKeys, type FilterType } from '../filter.ts';
import { type JsonObject, textProperty } from '../json.ts';

/** Of the snapshots of each database, the newest that is available. Only automatic ones unless `automatic` is false. */
export const latest: FilterType = {
  name: 'latest',
  resourceTypes: ['aws.rds-snapshot'],
  compile: (filter, context) => {
    checkKeys(filter, ['automatic'], context);
    const isAutomaticOnly = filter.automatic !== false;
    return (snapshots) => {
      const newest = new Map<string, JsonObject>();
      for (const snapshot of snapshots) {
        if (isAutomaticOnly && snapshot.SnapshotType !== 'automated') continue;
        if (snapshot.Status !== 'available') continue;
        const database = textProperty(snapshot, 'DBInstanceIdentifier') ?? '';
        const known = newest.get(database);
        if (known === undefined || compareText(timeOf(known), timeOf(snapshot)) < 0)
          newest.set(database, snapshot);
      }
      const kept = new Set(newest.values());
      return snapshots.filter((snapshot) => kept.has(snapshot));
    };
  },
};

function timeOf(snapshot: JsonObject): string {
  return textProperty(snapshot, 'SnapshotCreateTime') ?? '';
}
