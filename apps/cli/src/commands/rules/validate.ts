import { Command, Option } from 'commander';
import { exitCode } from '../../exit-code.ts';

interface ValidateOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
}

export function validateCommand(): Command {
  return new Command('validate')
    .description('Load rule files as the engine does and say what is wrong, with places')
    .argument('<file...>', 'rule files or directories, loaded in this order')
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('--json', 'same as --format json')
    .addHelpText(
      'after',
      `
Exit codes: 0 valid (warnings included), 1 invalid, 2 a file cannot be read.

Examples:
  $ breakwater rules validate content/rules
  $ breakwater rules validate base.yaml local.yaml --json
`,
    )
    .action(validate);
}

async function validate(paths: readonly string[], options: ValidateOptions): Promise<void> {
  const { describeLoad, loadRuleFiles, readRuleFiles } = await import('./rule-files.ts');
  const files = await readRuleFiles(paths);
  const result = loadRuleFiles(files);
  const isValid = result.errors.length === 0;
  process.exitCode = isValid ? exitCode.good : exitCode.failed;
  if (options.json === true || options.format === 'json') {
    const rules = result.ruleset?.rules.length ?? 0;
    const { errors, warnings } = result;
    process.stdout.write(
      `${JSON.stringify({ valid: isValid, rules, files: result.files, errors, warnings }, null, 2)}\n`,
    );
    return;
  }
  process.stdout.write(describeLoad(result));
  const skipped = files.length - result.files.length;
  const verdict = isValid ? `valid: ${result.ruleset?.rules.length ?? 0} rules` : 'invalid';
  const rest = skipped > 0 ? `; ${skipped} file(s) after the failing one were not looked at` : '';
  process.stdout.write(
    `${verdict}, ${result.errors.length} error(s), ${result.warnings.length} warning(s) in ${result.files.length} file(s)${rest}\n`,
  );
}
