export { expositionType, toExposition } from './exposition.ts';
export type { MetricFamily, MetricType, Sample } from './metric-family.ts';
export { type NamedSample, type ParsedExposition, parseExposition } from './parse-exposition.ts';
export { taskFamilies } from './task-metadata/task-families.ts';
export { TaskMetadataError } from './task-metadata/task-metadata.ts';
