export { expositionType, toExposition } from './exposition.ts';
export { type MetricFamily, type MetricType, metricFamily, type Sample } from './metric-family.ts';
export {
  type ExpositionLimits,
  type NamedSample,
  type ParsedExposition,
  parseExposition,
} from './parse-exposition.ts';
export {
  EndpointError,
  type EndpointFailure,
  type EndpointOptions,
  readTaskEndpoint,
  type TaskDocuments,
} from './task-metadata/read-endpoint.ts';
export { TaskCollector, type TaskCollectorOptions } from './task-metadata/task-collector.ts';
export { type TaskReading, taskFamilies } from './task-metadata/task-families.ts';
export { TaskMetadataError } from './task-metadata/task-metadata.ts';
