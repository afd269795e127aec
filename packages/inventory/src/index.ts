export type { Clients, Service } from './clients.ts';
export type { AccessKeys, Connection, ConnectionOptions } from './connection.ts';
export {
  collect,
  type DiscoverOptions,
  type Discovery,
  type DiscoveryPart,
  type Progress,
} from './discovery.ts';
export type { ResourceType } from './resource-type.ts';
