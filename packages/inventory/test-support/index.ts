export {
  accessDenied,
  type Gateway,
  type GatewayCall,
  type GatewayOptions,
  type Refusal,
  startGateway,
} from './gateway.ts';
export { type Moto, motoAccount, motoCredentials, startMoto, whyNoMoto } from './moto.ts';
export { type Recording, type Replay, replay } from './replay.ts';
export { type SeededResource, type SeedOptions, seedAccount, seededSecret, seedRegions } from './seed.ts';
