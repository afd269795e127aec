export { checkConfig } from './check-config.ts';
export type { ConfigCheck, ConfigCheckInput } from './config-check.ts';
export { configChecks } from './config-checks/index.ts';
export { ImageError, type ImageErrorCode } from './image-error.ts';
export { defaultLimits, type ImageLimits } from './limits.ts';
export { type OpenImageOptions, openImage } from './open-image.ts';
export type { LayerSource, OpenedImage } from './opened-image.ts';
export { type ReadFileTree, type ReadFileTreeOptions, readFileTree } from './read-file-tree.ts';
export type { FileEntry, FileSelection, FileTree, SelectedFile } from './tree/file-tree.ts';
