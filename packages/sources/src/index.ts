export { cloudTrail, parseCloudTrail } from './aws-cloudtrail/index.ts';
export { config, parseConfigChanges } from './config/index.ts';
export { ecs, parseEventBridge, taskVersion } from './ecs/index.ts';
export { fim, parseFileChanges } from './fim/index.ts';
export { github, parseGithub } from './github/index.ts';
export type { JsonObject } from './json/access.ts';
export { json, parseJsonEvents } from './json/index.ts';
export { k8sAudit, parseAudit } from './k8s-audit/index.ts';
export { okta, parseOkta } from './okta/index.ts';
export { defaultParseLimits } from './parse-records.ts';
export { pluginVersions } from './plugin-versions.ts';
export {
  decompressed,
  defaultReadLimits,
  type InputFile,
  type ReadLimits,
  readInput,
  readStream,
  streamFile,
} from './read-input.ts';
export { RecentEvents, type RecentLimits } from './recent-events.ts';
export { type KeptEvent, restoreEvent } from './restore-event.ts';
export type { ParseLimits, ParseOptions, ParseResult, Rejected, Source } from './source.ts';
export { findSource, sources, summarize } from './sources.ts';
export { type RecordText, splitRecords } from './split-records.ts';
export { CapturedEvent, type CaptureRecord } from './syscall/capture/capture-record.ts';
export { capturedSyscalls, filledFields } from './syscall/capture/captured.ts';
export { type ReplayOptions, type ReplaySummary, replayCapture } from './syscall/capture/replay.ts';
export { type FieldMap, parseFieldMaps, syscall } from './syscall/index.ts';
