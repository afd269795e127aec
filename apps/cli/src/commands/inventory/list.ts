import type { Resource } from '@breakwater/model';
import { Command, Option } from 'commander';
import { CommandError } from '../../exit-code.ts';
import { defaultSnapshotFile } from './default-snapshot.ts';
import { plainText, printLines, tableLines } from './print.ts';

interface ListOptions {
  readonly input: string;
  readonly type?: readonly string[];
  readonly region?: readonly string[];
  readonly tag?: readonly string[];
  readonly format: 'table' | 'json';
  readonly json?: boolean;
}

/** A resource that is in no region is listed under this name. */
const noRegion = 'global';

export function listCommand(): Command {
  return new Command('list')
    .description('List the resources of a snapshot')
    .option('-i, --input <file>', 'snapshot file', defaultSnapshotFile)
    .option('--type <type...>', 'only these types, with or without "aws."')
    .option('--region <region...>', `only these regions ("${noRegion}" for what has none)`)
    .option('--tag <tag...>', 'only with these tags, all of them: key or key=value')
    .addOption(new Option('--format <format>', 'json: one array').choices(['table', 'json']).default('table'))
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      `
Examples:
  breakwater inventory list --type ecs-service --region eu-west-1
  breakwater inventory list --tag team=platform --tag env
  breakwater inventory list --type security-group --json
`,
    )
    .action(list);
}

async function list(options: ListOptions): Promise<void> {
  const { openSnapshot } = await import('./snapshot-file.ts');
  const isWanted = resourceFilter(options);
  const found: Resource[] = [];
  const partial = new Set<string>();
  for await (const record of openSnapshot(options.input)) {
    if (record.kind === 'resource' && isWanted(record.resource)) found.push(record.resource);
    if (record.kind === 'coverage' && record.coverage.status !== 'ok') {
      partial.add(`${record.coverage.type} in ${record.coverage.region}`);
    }
  }
  found.sort(
    (a, b) => compare(a.type, b.type) || compare(regionOf(a), regionOf(b)) || compare(a.name, b.name),
  );
  if (options.json === true || options.format === 'json') await printLines(jsonLines(found));
  else {
    await printLines(
      tableLines(
        ['TYPE', 'REGION', 'NAME'],
        found.map((resource) => [resource.type, regionOf(resource), resource.name]),
      ),
    );
  }
  if (partial.size > 0) {
    process.stderr.write(
      `The inventory is partial; not read whole: ${plainText([...partial].slice(0, 5).join(', '))}${partial.size > 5 ? ` and ${partial.size - 5} more` : ''}\n`,
    );
  }
}

/** Decides by what is asked for. Throws CommandError for a tag without a key. */
function resourceFilter({ type, region, tag }: ListOptions): (resource: Resource) => boolean {
  const types = type && new Set(type.map((name) => (name.startsWith('aws.') ? name : `aws.${name}`)));
  const regions = region && new Set(region);
  const tags = (tag ?? []).map(parseTag);
  return (resource) =>
    (types === undefined || types.has(resource.type)) &&
    (regions === undefined || regions.has(regionOf(resource))) &&
    tags.every(
      ({ key, value }) =>
        Object.hasOwn(resource.tags, key) && (value === undefined || resource.tags[key] === value),
    );
}

function parseTag(text: string): { readonly key: string; readonly value?: string } {
  const at = text.indexOf('=');
  const key = at < 0 ? text : text.slice(0, at);
  if (key === '') throw new CommandError(`--tag "${text}" has no key; write key or key=value`);
  return at < 0 ? { key } : { key, value: text.slice(at + 1) };
}

/** A JSON array, one resource a line. */
function* jsonLines(resources: readonly Resource[]): Generator<string> {
  yield '[';
  for (const [index, resource] of resources.entries())
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(resource)}`;
  yield '\n]\n';
}

function regionOf({ place }: Resource): string {
  return place.region ?? noRegion;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
