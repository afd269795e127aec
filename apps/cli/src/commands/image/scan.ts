import type { ImageReport } from '@breakwater/model';
import { Command, Option } from 'commander';
import { CommandError, exitCode } from '../../exit-code.ts';
import { cacheFolder } from '../advisories/cache-folder.ts';
import { openForScan } from '../advisories/open.ts';
import { buildReport } from './build-report.ts';
import { judgeReport, readPolicies } from './policies.ts';
import { printTable } from './print-table.ts';
import { addImageOptions, type ImageOptions, readImage } from './read-image.ts';
import { writeOut } from './write-out.ts';

interface ScanCommandOptions extends ImageOptions {
  readonly advisories?: readonly string[];
  readonly policy: readonly string[];
  readonly failOn?: string;
  readonly format: 'table' | 'json';
  readonly json?: true;
  readonly server?: string;
  readonly tokenFile?: string;
  readonly origin: 'cli' | 'ci-cd';
}

/** `breakwater image scan`: packages, vulnerabilities, configuration and the verdict of policies. */
export function scanCommand(): Command {
  const command = new Command('scan')
    .description('find packages, vulnerabilities and bad configuration in an image, and judge it')
    .argument('<path>', 'OCI layout or docker archive, as a tar or a folder');
  return addImageOptions(command)
    .option('--advisories <path...>', 'advisory data (default: what "advisories import" compiled last)')
    .option('--policy <file...>', 'policies to judge by (default: the shipped one)', [])
    .option('--fail-on <severity>', 'fail on any vulnerability or failing check at least as severe')
    .addOption(new Option('--format <format>', 'output').choices(['table', 'json']).default('table'))
    .option('--json', 'the same as --format json')
    .option('--server <url>', 'send the result to this server (or BREAKWATER_SERVER)')
    .option('--token-file <file>', 'file with the API token (or BREAKWATER_TOKEN)')
    .addOption(
      new Option('--origin <origin>', 'what asked for the scan, shown by the server')
        .choices(['cli', 'ci-cd'])
        .default('cli'),
    )
    .addHelpText('after', help)
    .action(scan);
}

const help = `
Examples:
  $ breakwater image scan shop.tar --advisories /data/advisories
  $ breakwater image scan shop.tar --fail-on high --json > result.json
  $ breakwater image scan layout/ --reference 2.3.1 --policy policies/web.yaml
  $ breakwater image scan shop.tar --origin ci-cd --server https://bw.example --token-file token

Exit codes:
  0  every policy passed
  1  a policy failed, or something was not examined
  2  the scan could not be done`;

async function scan(path: string, options: ScanCommandOptions): Promise<void> {
  const policies = await readPolicies(options.policy, options.failOn);
  const sendTo = await uploadTargetOf(options);
  const database = await openForScan(options.advisories, cacheFolder(process.env));
  const now = new Date();
  let report: ImageReport;
  try {
    const judged = buildReport(path, await readImage(path, options), database, now);
    report = { ...judged, verdicts: judgeReport(policies, judged, now) };
  } finally {
    database?.close();
  }
  await writeOut(options.json === true || options.format === 'json' ? toJson(report) : toTable(report));
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

function toJson(report: ImageReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

function toTable(report: ImageReport): string {
  const isTerminal = process.stdout.isTTY === true;
  const hasColour = isTerminal && (process.env.NO_COLOR ?? '') === '';
  const width = Math.min(Math.max(process.stdout.columns ?? 80, 60), 120);
  return printTable(report, { width: isTerminal ? width : 80, hasColour });
}
