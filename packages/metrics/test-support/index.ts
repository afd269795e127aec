export { type MetadataServer, type Scenario, startMetadataServer } from './metadata-server.ts';
export { checkMetrics, whyNoPromtool } from './promtool.ts';
export { taskDocument, taskStats } from './task-documents.ts';
