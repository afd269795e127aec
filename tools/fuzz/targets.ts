import type { Event } from '@breakwater/model';
import { createEngine, falcoJson, falcoText, type LoadResult, loadRules } from '@breakwater/rules';
import { findSource, type Source, sources } from '@breakwater/sources';
import { captureTargets } from './capture-targets.ts';
import { Broken, checkValue } from './check.ts';
import { imageTargets } from './image-targets.ts';
import { mutateRecord, mutateText } from './mutate.ts';
import { packageTargets } from './package-targets.ts';
import type { Random } from './random.ts';
import { conditions, dictionary, outputs, records, ruleFiles } from './seeds.ts';

export { Broken } from './check.ts';

/** Something that takes any text. `run` throws when what must always hold does not. */
export interface Target {
  readonly name: string;
  readonly make: (random: Random) => string;
  readonly run: (input: string) => void;
}

const rulesTarget: Target = {
  name: 'rule file',
  make: (random) => mutateText(random.pick(ruleFiles), dictionary, random),
  run: (input) => loadAndFire(input),
};

const conditionTarget: Target = {
  name: 'condition',
  make: (random) => mutateText(random.pick(conditions), dictionary, random),
  run: (input) => loadAndFire(oneRule(input, 'o')),
};

const outputTarget: Target = {
  name: 'output',
  make: (random) => mutateText(random.pick(outputs), dictionary, random),
  run: (input) => loadAndFire(oneRule('evt.type = execve', input)),
};

function sourceTargets(source: Source): readonly Target[] {
  const seed = records[source.name] ?? {};
  return [
    {
      name: `${source.name} records`,
      make: (random) => JSON.stringify(mutateRecord(seed as never, random)),
      run: (input) => extractAll(source, input),
    },
    {
      name: `${source.name} text`,
      make: (random) => mutateText(JSON.stringify(seed), dictionary, random),
      run: (input) => extractAll(source, input),
    },
  ];
}

export const targets: readonly Target[] = [
  rulesTarget,
  conditionTarget,
  outputTarget,
  ...sources.flatMap(sourceTargets),
  ...captureTargets,
  ...imageTargets,
  ...packageTargets,
];

function oneRule(condition: string, output: string): string {
  return `- ${JSON.stringify({ rule: 'R', desc: 'd', condition, output, priority: 'INFO' })}`;
}

const events: readonly Event[] = [
  ...(findSource('syscall')?.parse(JSON.stringify(records.syscall)).events ?? []),
  ...(findSource('aws_cloudtrail')?.parse(JSON.stringify(records.aws_cloudtrail)).events ?? []),
];

function loadAndFire(text: string): void {
  const loaded = loadRules([{ name: 'fuzz.yaml', text }], { sources });
  checkPlaces(loaded, text);
  if ((loaded.ruleset === undefined) !== loaded.errors.length > 0)
    throw new Broken('neither rules nor an error, or both');
  if (loaded.ruleset === undefined) return;
  const engine = createEngine(loaded.ruleset, { ruleMatching: 'all' });
  for (const event of events) {
    for (const fired of engine.evaluate(event)) {
      falcoText(fired, event);
      JSON.parse(falcoJson(fired, event, 'host'));
    }
  }
  const [failure] = engine.failures();
  if (failure !== undefined) throw new Broken(`the rule threw: ${failure.lastError}`);
}

function checkPlaces(loaded: LoadResult, text: string): void {
  const lines = text.split('\n');
  for (const { code, message, location, snippet } of [...loaded.errors, ...loaded.warnings]) {
    const line = lines[location.line - 1];
    const isInside = line !== undefined && location.column >= 1 && location.column <= line.length + 1;
    if (!isInside)
      throw new Broken(
        `${code} (${message}) stands at ${location.line}:${location.column}, outside the text`,
      );
    if (!snippet.endsWith('^')) throw new Broken(`${code} has no caret`);
  }
}

const fieldArguments = ['0', '1', '99', '/a/b~1c/1/d', 'x', '__proto__', '3600'];

function extractAll(source: Source, text: string): void {
  const { events: parsed, rejected } = source.parse(text);
  for (const { index, error } of rejected) {
    if (index < 0 || error === '') throw new Broken('a rejected record without a place or a reason');
  }
  for (const event of parsed.slice(0, 3)) {
    if (typeof event.time !== 'bigint' || event.id === '')
      throw new Broken('an event without a time or an id');
    source.summarize(event);
    for (const field of source.fields) {
      const isBare = field.argument !== 'key' && field.argument !== 'index';
      if (isBare) checkValue(field.name, field.extract(event));
      if ((field.argument ?? 'none') === 'none') continue;
      for (const argument of fieldArguments) checkValue(field.name, field.extract(event, argument));
    }
  }
}
