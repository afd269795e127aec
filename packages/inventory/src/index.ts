export { resourceTypes } from './aws/index.ts';
export { type Clients, politeRates, type Service } from './clients.ts';
export { type AccessKeys, type Connection, type ConnectionOptions, connectionFor } from './connection.ts';
export { discover, globalPlace } from './discover.ts';
export {
  collect,
  type DiscoverOptions,
  type Discovery,
  type DiscoveryPart,
  type Progress,
} from './discovery.ts';
export { type EcrRegistry, ecrPassword, ecrRegistryOf } from './ecr-password.ts';
export { InventoryError } from './failure.ts';
export { enabledRegions } from './region.ts';
export type { ResourceType } from './resource-type.ts';
export { readSnapshot, type SnapshotRecord, snapshotFormat, snapshotLine } from './snapshot.ts';
export { StopTaskFailed, stopTask, type TaskToStop } from './stop-task.ts';
export type { Clock, Rate } from './throttle.ts';
