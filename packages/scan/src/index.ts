export { buildReport, type VexOfFile } from './build-report.ts';
export { type ImageName, readImageName } from './image-name.ts';
export { type ReportWriter, reportFormats } from './reports/index.ts';
export { isSbomFormat, type SbomFormat, sbomFormats, toSbomDocument } from './sbom-document.ts';
