import { Command, Option } from 'commander';

export interface PolicyTestOptions {
  readonly report: readonly string[];
  readonly asOf?: string;
  readonly origin?: string;
  readonly place: readonly string[];
  readonly format: 'table' | 'json' | 'junit';
  readonly json?: true;
}

export function testCommand(): Command {
  return new Command('test')
    .description('Judge stored results by policies, or run the tests that lie beside them')
    .argument('<policy...>', 'policy files, or names of shipped ones')
    .option('--report <path...>', 'results of "image scan --json", or folders of them', [])
    .option('--as-of <time>', 'judge as at this date or time (default: when each was scanned)')
    .option('--origin <origin>', 'what asked for the scan, for policies that select by it')
    .option(
      '--place <key=value...>',
      'where it runs: account, region, cluster, service, stage, application',
      [],
    )
    .addOption(
      new Option('--format <format>', 'output format').choices(['table', 'json', 'junit']).default('table'),
    )
    .option('--json', 'same as --format json')
    .addHelpText('after', help)
    .action(async (policies: readonly string[], options: PolicyTestOptions) => {
      const { runTest } = await import('./run-test.ts');
      await runTest(policies, options);
    });
}

const help = `
Without --report, the tests of POLICY.yaml are read from POLICY.tests.yaml or
tests/POLICY.tests.yaml beside it:

  asOf: 2026-11-23
  cases:
    - name: an exploited library stops the build
      image:
        repository: payments/api
        matches:
          - id: CVE-2021-44228
            severity: critical
            isKnownExploited: true
            fixedVersion: 2.17.1
            package: { type: maven, name: log4j-core, version: 2.14.1 }
      expect: failed
      fails: [known-exploited]
    - name: a stored result
      report: results/shop.json
      place: { stage: production }
      expect: passed

"image" holds the parts of a result that matter; the rest is an empty image
that was scanned wholly. "expect" is passed, failed, incomplete or
not-applicable; "fails" and "warns", when given, name exactly the gates.

Examples:
  $ breakwater image scan shop.tar --json > results/shop.json
  $ breakwater image policy test my.yaml --report results/
  $ breakwater image policy test my.yaml pci-dss --report results/shop.json \\
      --place stage=production cluster=prod-1
  $ breakwater image policy test policies/*.yaml --format junit > policies.xml

Exit codes:
  0  all pass
  1  a result does not pass a policy, or a test fails
  2  something could not be read`;
