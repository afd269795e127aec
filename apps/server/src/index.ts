export { DataFolderError } from './data-folder.ts';
export type { ScanOptions } from './images/scan-image.ts';
export type { RetentionOptions, ServerOptions } from './options.ts';
export { type RunningServer, start } from './start.ts';
