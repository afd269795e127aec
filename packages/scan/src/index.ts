export { buildReport, type VexOfFile } from './build-report.ts';
export {
  type ConfigDifference,
  compareReports,
  type PackageDifference,
  type ReportComparison,
} from './compare-reports.ts';
export { type ImageName, readImageName } from './image-name.ts';
export { policyKnowledge } from './policy-knowledge.ts';
export { type ReportWriter, reportFormats } from './reports/index.ts';
export { displayId } from './reports/remark.ts';
export { isSbomFormat, type SbomFormat, sbomFormats, toSbomDocument } from './sbom-document.ts';
