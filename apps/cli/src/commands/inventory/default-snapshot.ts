/** Where `inventory sync` leaves a snapshot and everybody looks for it, unless an option says otherwise. */
export const defaultSnapshotFile = 'breakwater-inventory.jsonl';
