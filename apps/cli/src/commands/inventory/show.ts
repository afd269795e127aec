import type { Resource } from '@breakwater/model';
import { Command, Option } from 'commander';
import { CommandError } from '../../exit-code.ts';
import { defaultSnapshotFile } from './default-snapshot.ts';
import { plainText, printLines, wrap } from './print.ts';

interface ShowOptions {
  readonly input: string;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
}

export function showCommand(): Command {
  return new Command('show')
    .description('Show one resource of a snapshot with its whole configuration')
    .argument('<arn>', 'ARN, or a name that only one resource has')
    .option('-i, --input <file>', 'snapshot file', defaultSnapshotFile)
    .addOption(
      new Option('--format <format>', 'of what is printed').choices(['text', 'json']).default('text'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      `
Values of environment variables are never kept: "[redacted]" stands for them.

Examples:
  breakwater inventory show arn:aws:ecs:eu-west-1:123456789012:cluster/web
  breakwater inventory show web --json
`,
    )
    .action(async (arn: string, options: ShowOptions) => {
      const resource = await find(arn, options.input);
      const isJson = options.json === true || options.format === 'json';
      await printLines(isJson ? [`${JSON.stringify(resource, null, 2)}\n`] : textLines(resource));
    });
}

/** The resource with the id, else the only one with the name. Throws CommandError when there is none, or several. */
async function find(wanted: string, path: string): Promise<Resource> {
  const { openSnapshot } = await import('./snapshot-file.ts');
  const named: Resource[] = [];
  for await (const record of openSnapshot(path)) {
    if (record.kind !== 'resource') continue;
    if (record.resource.id === wanted) return record.resource;
    if (record.resource.name === wanted) named.push(record.resource);
  }
  const [first] = named;
  if (first === undefined) throw new CommandError(`${plainText(wanted)} is not in ${path}`);
  if (named.length === 1) return first;
  const some = named.slice(0, 10).map(({ id }) => `\n  ${plainText(id)}`);
  throw new CommandError(
    `${named.length} resources are named ${plainText(wanted)}; give the ARN:${some.join('')}`,
  );
}

function* textLines(resource: Resource): Generator<string> {
  const { id, type, name, place, tags, seenAt, unread = [], configuration } = resource;
  yield `${plainText(name)}\n`;
  yield `  type     ${plainText(type)}\n  arn      ${plainText(id)}\n`;
  yield `  account  ${plainText(place.account ?? 'unknown')}\n  region   ${plainText(place.region ?? 'global')}\n`;
  yield `  seen     ${plainText(seenAt)}\n`;
  for (const [key, value] of Object.entries(tags))
    yield `  tag      ${plainText(key)} = ${plainText(value)}\n`;
  for (const { fields, reason } of unread)
    yield `${wrap(`not read: ${fields.join(', ')}. ${reason}`, '  ')}\n`;
  yield `${JSON.stringify(configuration, null, 2)}\n`;
}
