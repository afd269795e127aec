import type { ImageReport } from '@breakwater/model';
import { toGithubAnnotations } from './github.ts';
import { toGitlab } from './gitlab.ts';
import { toHtml } from './html.ts';
import { toJunit } from './junit.ts';
import { toSarif } from './sarif.ts';
import { toCycloneDxVex } from './vex.ts';

export type ReportWriter = (report: ImageReport, toolVersion: string) => string;

/** Every form of a report for other programs, by its name on the command line and in the API. */
export const reportFormats: ReadonlyMap<string, ReportWriter> = new Map<string, ReportWriter>([
  ['json', (report) => `${JSON.stringify(report, null, 2)}\n`],
  ['sarif', toSarif],
  ['junit', toJunit],
  ['github', toGithubAnnotations],
  ['gitlab', toGitlab],
  ['html', toHtml],
  ['cyclonedx-vex', toCycloneDxVex],
]);
