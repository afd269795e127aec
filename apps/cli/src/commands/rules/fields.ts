import type { Field } from '@breakwater/model';
import { Command, Option } from 'commander';
import { CommandError } from '../../exit-code.ts';

interface FieldsOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
}

export function fieldsCommand(): Command {
  return new Command('fields')
    .description('List the fields that conditions and outputs can use, per event source')
    .argument('[source]', 'event source; without it the sources are listed')
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('--json', 'same as --format json')
    .addHelpText(
      'after',
      `
Examples:
  $ breakwater rules fields
  $ breakwater rules fields aws_cloudtrail
  $ breakwater rules fields ecs --json
`,
    )
    .action(listFields);
}

async function listFields(name: string | undefined, options: FieldsOptions): Promise<void> {
  const { sources } = await import('@breakwater/sources');
  const isJson = options.json === true || options.format === 'json';
  if (name === undefined) {
    const rows = sources.map((source) => ({
      name: source.name,
      description: source.description,
      fields: source.fields.length,
    }));
    if (isJson) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    else
      for (const row of rows)
        process.stdout.write(`${row.name.padEnd(16)} ${row.description} (${row.fields} fields)\n`);
    return;
  }
  const source = sources.find((candidate) => candidate.name === name);
  if (source === undefined) {
    const known = sources.map((candidate) => candidate.name).join(', ');
    throw new CommandError(`unknown source "${name}"; one of ${known}`);
  }
  if (isJson) {
    process.stdout.write(`${JSON.stringify(source.fields.map(plainField), null, 2)}\n`);
    return;
  }
  for (const field of source.fields) {
    const { label, type } = plainField(field);
    process.stdout.write(`${label.padEnd(32)} ${type.padEnd(14)} ${field.description}\n`);
  }
}

function plainField(field: Field<never>): {
  name: string;
  label: string;
  type: string;
  description: string;
  argument: string;
} {
  const argument = field.argument ?? 'none';
  const isOptional = argument.startsWith('optional');
  const inner = argument.endsWith('index') ? 'N' : 'key';
  const suffix = argument === 'none' ? '' : isOptional ? `[${inner}?]` : `[${inner}]`;
  return {
    name: field.name,
    label: `${field.name}${suffix}`,
    type: field.isList === true ? `${field.type} list` : field.type,
    description: field.description,
    argument,
  };
}
