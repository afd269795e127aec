export { findVersionScheme, versionSchemes } from './versions/index.ts';
export { type NpmRangeOptions, satisfiesNpmRange } from './versions/npm-range.ts';
export type { Order, VersionScheme } from './versions/version-scheme.ts';
