export { registryUser, startRegistry, type TestRegistry, whyNoRegistry } from './registry.ts';
export { type ImageToWrite, type LayerToWrite, type WrittenImage, writeManifest } from './write-image.ts';
export { type TarMember, writeTar } from './write-tar.ts';
