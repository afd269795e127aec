import { reportFormats } from '@breakwater/scan';
import { Command, Option } from 'commander';
import { addImageOptions, type ImageOptions, imageArgument } from './image-options.ts';

export interface ScanCommandOptions extends ImageOptions {
  readonly advisories?: readonly string[];
  readonly policy: readonly string[];
  readonly place: readonly string[];
  readonly failOn?: string;
  readonly vex: readonly string[];
  readonly vexAttestations?: boolean;
  readonly base: readonly string[];
  readonly ignore: readonly string[];
  readonly format: string;
  readonly report: readonly string[];
  readonly json?: true;
  readonly server?: string;
  readonly tokenFile?: string;
  readonly origin: 'cli' | 'ci-cd';
}

/** `breakwater image scan`: packages, vulnerabilities, configuration and the verdict of policies. */
export function scanCommand(): Command {
  const command = new Command('scan')
    .description('Find packages, vulnerabilities and bad configuration in an image, and judge it')
    .argument('<image>', imageArgument);
  return addImageOptions(command)
    .option('--advisories <path...>', 'advisory data (default: what "advisories import" compiled last)')
    .option(
      '--policy <policy...>',
      'policies to judge by: files, or names of shipped ones (default: "default")',
      [],
    )
    .option('--place <key=value...>', 'where it shall run, for policies: stage, application, cluster …', [])
    .option('--vex <file...>', 'documents that say what does not affect it (OpenVEX, CSAF, CycloneDX)', [])
    .option('--vex-attestations', 'also VEX that is attached to the image; signatures are not verified')
    .option('--base <file...>', 'JSON reports of images it may be built on: names its base image', [])
    .option('--ignore <file...>', 'rules that set findings aside, each with a reason and a last day', [])
    .option('--fail-on <severity>', 'fail on any vulnerability or failing check at least as severe')
    .addOption(
      new Option('--format <format>', 'what is printed; the last three list packages only')
        .choices(['table', ...reportFormats.keys(), 'cyclonedx', 'spdx', 'spdx3'])
        .default('table'),
    )
    .option('--report <format=file...>', 'write this form to a file too; any format but table', [])
    .option('--json', 'the same as --format json')
    .option('--server <url>', 'send the result to this server (or BREAKWATER_SERVER)')
    .option('--token-file <file>', 'file with the API token (or BREAKWATER_TOKEN)')
    .addOption(
      new Option('--origin <origin>', 'what asked for the scan, shown by the server')
        .choices(['cli', 'ci-cd'])
        .default('cli'),
    )
    .addHelpText('after', help)
    .action(async (path: string, options: ScanCommandOptions) => {
      const { runScan } = await import('./run-scan.ts');
      await runScan(path, options);
    });
}

const help = `
A path that exists is read; otherwise the argument is an image of a registry.
Who asks is taken from "docker login" (also its credential helpers), for ECR
from the credentials of AWS. What a layer holds is kept below ~/.cache: an image
that was built again is read, and fetched, only as far as it is new.

Examples:
  $ breakwater image scan ghcr.io/example/shop:2.3.1
  $ breakwater image scan \\
      123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:2.3.1
  $ breakwater image scan dir:. --fail-on critical
  $ breakwater image scan shop.tar --advisories /data/advisories
  $ breakwater image scan shop.tar --fail-on high --json > result.json
  $ breakwater image scan shop.tar --report sarif=shop.sarif junit=shop.xml
  $ breakwater image scan layout/ --reference 2.3.1 --policy policies/web.yaml
  $ breakwater image scan shop.tar --policy strict pci-dss \\
      --place stage=production
  $ breakwater image scan shop.tar --ignore ignore.yaml
  $ breakwater image scan shop.tar --origin ci-cd --server https://bw.example \\
      --token-file token

An ignore file is a list of what to set aside, by "vulnerability", "check",
"secret" or "path", and with a vulnerability also "package":
  ignore:
    - vulnerability: CVE-2024-0001
      package: libfoo
      reason: the function is never called
      expires: 2027-01-31

Exit codes:
  0  every policy passed
  1  a policy failed, or something was not examined
  2  the scan could not be done`;
