export type { AdvisoryInfo, AdvisoryProblem } from './advisories/advisory.ts';
export { compileToCache, openAdvisories, openCompiled } from './advisories/cache.ts';
export type { AdvisoryDatabase } from './advisories/database.ts';
export { scoreCvss, severityFromScore } from './cvss/index.ts';
export { type MatchResult, matchPackages } from './match.ts';
export { adviseUpgrades, type UpgradeAdvice } from './upgrade-advice.ts';
export { findVersionScheme, versionSchemes } from './versions/index.ts';
export { type NpmRangeOptions, satisfiesNpmRange } from './versions/npm-range.ts';
export type { Order, VersionScheme } from './versions/version-scheme.ts';
