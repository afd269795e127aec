import { writeFile } from 'node:fs/promises';
import { applyIgnoreRules } from '@breakwater/findings';
import type { ImageReport } from '@breakwater/model';
import { buildReport, isSbomFormat, policyKnowledge, reportFormats, toSbomDocument } from '@breakwater/scan';
import { CommandError, exitCode } from '../../exit-code.ts';
import { writeOut } from '../../terminal/output.ts';
import { printable } from '../../terminal/printable.ts';
import { version } from '../../version.ts';
import { cacheFolder } from '../advisories/cache-folder.ts';
import { openForScan } from '../advisories/open.ts';
import { attestedVex } from './attested-vex.ts';
import { judgeReport, readPolicies } from './policies.ts';
import { readContext, readPlaceOption } from './policy/read-context.ts';
import { printTable } from './print-table.ts';
import { readBases } from './read-bases.ts';
import { readIgnoreFiles } from './read-ignore-files.ts';
import { readImage } from './read-image.ts';
import { readVexFiles } from './read-vex-files.ts';
import { readReportFile } from './report-file.ts';
import type { ScanCommandOptions } from './scan.ts';

/** Scans, prints, judges and, where a server is named, uploads. Sets the exit code by the verdicts. */
export async function runScan(path: string, options: ScanCommandOptions): Promise<void> {
  const files = options.report.map(readReportFile);
  const policies = await readPolicies(options.policy, options.failOn);
  const context = readContext(options.origin, readPlaceOption(options.place), '--place');
  const vex = await readVexFiles(options.vex);
  const rules = await readIgnoreFiles(options.ignore);
  const bases = await readBases(options.base);
  const sendTo = await uploadTargetOf(options);
  const database = await openForScan(options.advisories, cacheFolder(process.env));
  const now = new Date();
  let report: ImageReport;
  let tags: readonly string[];
  try {
    const scanned = await readImage(path, options);
    tags = scanned.tags;
    const attested = attestedVex(scanned);
    for (const problem of attested.problems)
      process.stderr.write(`breakwater: attached: ${printable(problem)}\n`);
    // What is given by hand counts more.
    const found = buildReport(path, scanned, database, now, [...attested.statements, ...vex], bases);
    const judged = applyIgnoreRules(found, rules, now, policyKnowledge.compareVersions);
    report = { ...judged, verdicts: judgeReport(policies, judged, now, context) };
  } finally {
    database?.close();
  }
  for (const { format, path } of files) await writeFile(path, render(report, tags, format, now));
  await writeOut(render(report, tags, options.json === true ? 'json' : options.format, now));
  if (report.verdicts.some(({ status }) => status !== 'passed')) process.exitCode = exitCode.failed;
  if (sendTo === undefined) return;
  const { uploadReport } = await import('./upload.ts');
  await uploadReport(sendTo, options.origin, report);
  process.stderr.write(`breakwater: the result is on ${sendTo.server}\n`);
}

async function uploadTargetOf({ server, tokenFile }: ScanCommandOptions) {
  if (tokenFile !== undefined && server === undefined && process.env.BREAKWATER_SERVER === undefined) {
    throw new CommandError('--token-file is for an upload: give --server too');
  }
  if (server === undefined && (process.env.BREAKWATER_SERVER ?? '') === '') return undefined;
  const { readUploadTarget } = await import('./upload.ts');
  return readUploadTarget(server, tokenFile, process.env);
}

function render(report: ImageReport, tags: readonly string[], format: string, now: Date): string {
  if (format === 'table') return toTable(report);
  if (isSbomFormat(format)) return toSbomDocument({ ...report, tags }, format, now, version);
  const write = reportFormats.get(format);
  if (write === undefined) throw new RangeError(`no format ${format}`);
  return write(report, version);
}

function toTable(report: ImageReport): string {
  const isTerminal = process.stdout.isTTY === true;
  const hasColour = isTerminal && (process.env.NO_COLOR ?? '') === '';
  const width = Math.min(Math.max(process.stdout.columns ?? 80, 60), 120);
  return printTable(report, { width: isTerminal ? width : 80, hasColour });
}
