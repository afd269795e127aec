import { Command, Option } from 'commander';
import type { Bound } from './bound.ts';
import { readBound } from './events.ts';

export interface TilesOptions {
  readonly rules?: readonly string[];
  readonly from?: Bound;
  readonly to?: Bound;
  readonly all?: boolean;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
}

export function tilesCommand(): Command {
  return new Command('tiles')
    .description('Show figures of a capture over time, and which of them deserve a look')
    .argument('<file>', 'capture (.scap), plain or gzip; - for standard input')
    .option('--rules <file...>', 'rule files or directories: count what they detect')
    .option('--from <bound>', 'first event: number, time, or +seconds from the first event', readBound)
    .option('--to <bound>', 'last event: number, time, or +seconds from the first event', readBound)
    .option('--all', 'show figures that are nought too')
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('--json', 'same as --format json, with 400 samples of every figure')
    .addHelpText(
      'after',
      `
Figures with "!" deserve a look; the line below says why. Each small chart runs
from the first event to the last and has its own height.
Times are in UTC: 09:30:00, 2026-03-02T09:30:00Z, with fractions of a second.

Exit codes: 0 done, 2 the file is no capture or the rules are invalid.

Examples:
  $ breakwater capture tiles trace.scap
  $ breakwater capture tiles trace.scap --from +2.5 --to +3
  $ breakwater capture tiles trace.scap --rules falco_rules.yaml
  $ breakwater capture tiles trace.scap --json | jq '.tiles[] | select(.reason)'
`,
    )
    .action(async (path: string, options: TilesOptions) => {
      const { runTiles } = await import('./run-tiles.ts');
      await runTiles(path, options);
    });
}
