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
  $ breakwater rules fields syscall | grep '^+'
`,
    )
    .action(listFields);
}

async function listFields(name: string | undefined, options: FieldsOptions): Promise<void> {
  const { filledFields, sources } = await import('@breakwater/sources');
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
  const fields = source.fields.map((field) => {
    const plain = plainField(field);
    if (source.name !== 'syscall') return plain;
    return { ...plain, filled: filledFields.has(field.name) };
  });
  if (isJson) {
    process.stdout.write(`${JSON.stringify(fields, null, 2)}\n`);
    return;
  }
  let text = '';
  for (const { label, type, description, filled } of fields) {
    const mark = filled === undefined ? '' : filled ? '+ ' : '  ';
    text += `${mark}${label.padEnd(32)} ${type.padEnd(14)} ${description}\n`;
  }
  const count = fields.filter(({ filled }) => filled === true).length;
  if (count > 0) text += `\n+ captures (.scap) fill this field: ${count} of ${fields.length}\n`;
  process.stdout.write(text);
}

interface PlainField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly description: string;
  readonly argument: string;
  /** Of system calls: whether captures fill it. */
  readonly filled?: boolean;
}

function plainField(field: Field<never>): PlainField {
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
