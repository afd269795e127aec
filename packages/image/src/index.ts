export {
  type Attestation,
  type AttestationReading,
  readAttestations,
} from './attestations/read-attestations.ts';
export {
  type BaseIndex,
  indexBases,
  type KnownImage,
  knownImage,
  recogniseBase,
} from './base-image/recognise-base.ts';
export { checkConfig } from './check-config.ts';
export type { ConfigCheck, ConfigCheckInput } from './config-check.ts';
export { configChecks } from './config-checks/index.ts';
export {
  checkDockerfile,
  type DockerfileFinding,
  type DockerfileResult,
} from './dockerfile/check-dockerfile.ts';
export { ImageError, type ImageErrorCode } from './image-error.ts';
export { fileInspectors } from './inspectors/index.ts';
export type { Condenser } from './layer/condenser.ts';
export type { FileInspector, InspectedFinding } from './layer/file-inspector.ts';
export type { LayerEntry } from './layer/layer-entry.ts';
export { type FolderLayerCacheOptions, openLayerCache } from './layer-cache/folder-layer-cache.ts';
export type { LayerCache } from './layer-cache/layer-cache.ts';
export { defaultLimits, type ImageLimits } from './limits.ts';
export { maskLine, maskSecrets } from './mask-secrets.ts';
export { type OpenImageOptions, openImage } from './open-image.ts';
export type { LayerSource, OpenedImage } from './opened-image.ts';
export { readDirectoryTree } from './read-directory-tree.ts';
export {
  type LayerCacheOptions,
  type LayerProgress,
  type ReadFileTree,
  type ReadFileTreeOptions,
  readFileTree,
} from './read-file-tree.ts';
export { openRegistryImage, type PullOptions } from './registry/open-registry-image.ts';
export { formatReference, type ImageReference, parseReference } from './registry/reference.ts';
export type { Credentials, RegistryOptions } from './registry/registry-client.ts';
export type { FileEntry, FileSelection, FileTree, SelectedFile } from './tree/file-tree.ts';
