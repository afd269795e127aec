import type { Event, Field, FieldType, FieldValue } from '@breakwater/model';
import { createEngine, type Fired } from '../engine.ts';
import { type LoadResult, loadRules } from '../load.ts';
import type { LoadOptions, RuleSource } from '../options.ts';

/** Values by field as a table row gives them: `proc.aname[2]` with its argument. */
export type Values = Readonly<Record<string, FieldValue | null>>;

function field(name: string, type: FieldType = 'string', more: Partial<Field<Event>> = {}): Field<Event> {
  return {
    name,
    type,
    description: name,
    extract: ({ record, type: eventType, number }, argument) => {
      const values = record as Values;
      const key = argument === undefined ? name : `${name}[${argument}]`;
      const value = Object.hasOwn(values, key) ? values[key] : undefined;
      if (value !== undefined && value !== null) return value;
      if (name === 'evt.type' || name === 'syscall.type') return eventType;
      return name === 'evt.num' ? (number ?? 1) : undefined;
    },
    ...more,
  };
}

const compared = { noRightSide: true, noTransformer: true, isFilterOnly: true } as const;
const ancestor = { argument: 'optional-index', noRightSide: true, noTransformer: true } as const;
const manyTypes = Array.from({ length: 60 }, (_, index): [string, number[]] => [
  `call${index}`,
  [500 + 2 * index, 501 + 2 * index],
]);

/** A source with a field of every type and flag, named as those of system calls. */
const syscall: RuleSource = {
  name: 'syscall',
  indexedBy: 'evt.type',
  eventTypes: new Map([
    ['execve', [292, 293]],
    ['open', [2, 3]],
    ['connect', [22, 23]],
    ['getpid', [0, 1]],
    ...manyTypes,
  ]),
  parameterNames: new Set(['flags', 'fl', 'flag', 'name', 'newname', 'res', 'data']),
  parameterTypes: new Map([
    ['res', 'int64'],
    ['data', 'bytes'],
  ]),
  fields: [
    field('evt.type'),
    field('syscall.type'),
    field('evt.num', 'uint64'),
    field('evt.dir'),
    field('evt.time.iso8601'),
    field('evt.latency', 'time'),
    field('evt.rawres', 'int64'),
    field('evt.is_open_read', 'bool'),
    field('evt.buffer', 'bytes'),
    field('evt.arg', 'string', { argument: 'key' }),
    field('evt.rawarg', 'string', { argument: 'key', noRightSide: true, noTransformer: true }),
    field('proc.name'),
    field('proc.pname'),
    field('proc.cmdline'),
    field('proc.exepath', 'path'),
    field('proc.pid', 'int64'),
    field('proc.vpid', 'int64'),
    field('proc.duration', 'time'),
    field('proc.env', 'string', { argument: 'optional-key' }),
    field('proc.aname', 'string', ancestor),
    field('proc.args', 'string', { isList: true, argument: 'optional-index' }),
    field('thread.cgroup', 'string', { argument: 'key' }),
    field('thread.cpu', 'double'),
    field('user.uid', 'uint64', { bits: 32 }),
    field('user.flags', 'flags'),
    field('fd.name'),
    field('fd.num', 'int64'),
    field('fd.sport', 'port'),
    field('fd.cport', 'port'),
    field('fd.port', 'port', compared),
    field('fd.sip', 'ip'),
    field('fd.cip', 'ip'),
    field('fd.ip', 'ip', compared),
    field('fd.snet', 'net', compared),
    field('fd.net', 'net', compared),
    field('list.text', 'string', { isList: true }),
    field('list.number', 'uint64', { isList: true }),
    field('list.signed', 'int64', { isList: true }),
    field('list.ip', 'ip', { isList: true }),
    field('ka.verb'),
    field('jevt.value', 'string', { argument: 'key' }),
  ],
};

const other: RuleSource = { name: 'other', fields: [field('o.name'), field('evt.num', 'uint64')] };

const options: LoadOptions = { sources: [syscall, other] };

export function load(texts: readonly string[], more: Partial<LoadOptions> = {}): LoadResult {
  const files = texts.map((text, index) => ({ name: `${index + 1}.yaml`, text }));
  return loadRules(files, { ...options, ...more });
}

/** An event of type `execve` unless the values say otherwise. */
export function eventOf(values: Values, number = 1): Event {
  const type = typeof values['evt.type'] === 'string' ? values['evt.type'] : 'execve';
  return {
    source: 'syscall',
    type,
    time: 1_700_000_000_123_456_789n,
    id: `${number}`,
    number,
    record: values,
  };
}

/** The rules that fire; throws when the files do not load. */
export function fire(
  loaded: LoadResult,
  values: Values,
  ruleMatching: 'first' | 'all' = 'all',
): readonly Fired[] {
  if (loaded.ruleset === undefined) throw new Error(loaded.errors.map((error) => error.message).join('; '));
  return createEngine(loaded.ruleset, { ruleMatching }).evaluate(eventOf(values));
}

/** A rule file of one rule; `more` are further keys. */
export function rule(condition: string, more = '', name = 'R'): string {
  const keys = [`- rule: ${name}`, '  desc: d', `  condition: ${JSON.stringify(condition)}`];
  return [...keys, '  output: o', '  priority: INFO', more].join('\n');
}

export function codesOf(loaded: LoadResult): { errors: readonly string[]; warnings: readonly string[] } {
  return {
    errors: loaded.errors.map(({ code }) => code),
    warnings: [...new Set(loaded.warnings.map(({ code }) => code))].sort(),
  };
}
