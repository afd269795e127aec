export { cloudTrail, parseCloudTrail } from './aws-cloudtrail/index.ts';
export { ecs, parseEventBridge, taskVersion } from './ecs/index.ts';
export type { JsonObject } from './json/access.ts';
export { defaultParseLimits } from './parse-records.ts';
export { defaultReadLimits, type InputFile, type ReadLimits, readInput, readStream } from './read-input.ts';
export type { ParseLimits, ParseOptions, ParseResult, Rejected, Source } from './source.ts';
export { findSource, sources, summarize } from './sources.ts';
export { type RecordText, splitRecords } from './split-records.ts';
export { type FieldMap, parseFieldMaps, syscall } from './syscall/index.ts';
