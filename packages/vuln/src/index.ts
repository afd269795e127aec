export type { AdvisoryInfo, AdvisoryProblem } from './advisories/advisory.ts';
export { compileToCache, openAdvisories, openCompiled } from './advisories/cache.ts';
export type { AdvisoryDatabase, PackageKey } from './advisories/database.ts';
export {
  addImported,
  type Imported,
  readImported,
  returnToEarlier,
} from './advisories/imported.ts';
export { changedPackages } from './changed-packages.ts';
export { scoreCvss, severityFromScore } from './cvss/index.ts';
export { osvEcosystems } from './ecosystems.ts';
export { endOfLife } from './end-of-life.ts';
export { hasAdvisories, judgementState, judgeVariant, type VariantVerdict } from './fleet-judgement.ts';
export { variantKey, variantOf } from './fleet-variant.ts';
export { type MatchResult, matchPackages, packageGap, packageOfGap, sortMatches } from './match.ts';
export {
  type MirrorOptions,
  type MirrorProgress,
  type MirrorUpdate,
  updateMirror,
} from './mirror/update-mirror.ts';
export {
  type MatchChanges,
  matchChanges,
  type PackageVariant,
  packageKeys,
  reevaluate,
  withMemory,
} from './reevaluate.ts';
export { adviseUpgrades, type UpgradeAdvice } from './upgrade-advice.ts';
export { findVersionScheme, versionSchemes } from './versions/index.ts';
export { type NpmRangeOptions, satisfiesNpmRange } from './versions/npm-range.ts';
export type { Order, VersionScheme } from './versions/version-scheme.ts';
export { applyVex, type VexImage, type VexResult } from './vex/apply-vex.ts';
export { readVex } from './vex/read-vex.ts';
export type { VexProduct, VexStatement, VexStatus } from './vex/vex-statement.ts';
