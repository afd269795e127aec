import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Event, type FieldValue, parsePriority } from '@breakwater/model';
import {
  type AppendOutput,
  createEngine,
  type Fired,
  falcoText,
  type LoadOptions,
  type LoadResult,
  loadRules,
  type RuleSelection,
} from '@breakwater/rules';
import { findSource, sources, splitRecords } from '@breakwater/sources';
import type { Case, Suite } from '../suite.ts';

interface CaseEvent {
  readonly source: string;
  readonly type?: string;
  readonly fields?: Record<string, unknown>;
  readonly record?: unknown;
  readonly ts?: number | string;
}

type Expectation = Record<string, unknown>;

interface FalcoCase {
  readonly id: string;
  readonly kind?: 'split' | 'accept';
  readonly source?: string;
  readonly sources?: readonly string[];
  readonly engine?: EngineSettings;
  readonly files?: readonly string[];
  readonly events?: readonly CaseEvent[];
  readonly input?: unknown;
  readonly record?: unknown;
  readonly expect: Expectation & { readonly accept?: readonly Expectation[] };
}

interface EngineSettings {
  readonly min_priority?: string;
  readonly rule_matching?: 'first' | 'all';
  readonly append_output?: readonly Record<string, unknown>[];
  readonly rule_selection?: readonly Record<
    'enable' | 'disable',
    { rule?: string; tag?: string } | undefined
  >[];
  readonly required_plugins?: Record<string, string>;
}

const defaultTime = 1_700_000_000_123_456_789n;

/** Black-box cases of the rule language and of the sources' fields. */
export const falcoLang: Suite = {
  name: 'falco-lang',
  defaultPath: 'falco-cases',
  cases: async (path) => filesOf(path).flatMap(readCases),
};

function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => join(path, name));
}

function readCases(path: string): readonly Case[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as { cases: readonly FalcoCase[] };
  return file.cases.map((one) => ({
    id: one.id,
    run: () => {
      const { accept = [], ...expected } = one.expect;
      const actual = runCase(one);
      const passed = [expected, ...accept].some((expectation) => agrees(expectation, actual));
      return { passed, expected, actual: plain(actual) };
    },
  }));
}

function runCase(one: FalcoCase): Expectation {
  if (one.kind === 'split') {
    const records = splitRecords(String(one.input)).filter((record) => !record.isTruncated);
    return { records: records.map((record) => record.text) };
  }
  if (one.kind === 'accept') return acceptRecords(one);
  return runRules(one);
}

function acceptRecords(one: FalcoCase): Expectation {
  const input = one.record ?? one.input;
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const events = findSource(one.source ?? '')?.parse(text).events ?? [];
  return { accepted: events.length > 0, ts: events[0]?.time, events: events.length };
}

function runRules(one: FalcoCase): Expectation {
  const { engine = {} } = one;
  const files = (one.files ?? []).map((text, index) => ({ name: `file ${index + 1}`, text }));
  const result = loadRules(files, loadOptions(one));
  const { ruleset } = result;
  const events = (one.events ?? []).map(toEvent);
  const running =
    ruleset === undefined
      ? undefined
      : createEngine(ruleset, { ruleMatching: engine.rule_matching ?? 'first' });
  return {
    load: result.files.map(describeLoad),
    events: events.map((event) =>
      (running?.evaluate(event) ?? []).map((fired) => describeFired(fired, event)),
    ),
    fields: events,
    plugin_requirements_ok: result.unmetPlugins.length === 0,
  };
}

function loadOptions({ sources: names = [], engine = {} }: FalcoCase): LoadOptions {
  const minPriority = parsePriority(engine.min_priority ?? '');
  return {
    sources: sources.filter((source) => names.includes(source.name)),
    ...(minPriority === undefined ? {} : { minPriority }),
    selection: (engine.rule_selection ?? []).flatMap((entry) =>
      (['enable', 'disable'] as const).flatMap((action): RuleSelection[] =>
        entry[action] === undefined ? [] : [{ action, ...entry[action] }],
      ),
    ),
    appendOutput: (engine.append_output ?? []).map(appendOutput),
    plugins: new Map(Object.entries(engine.required_plugins ?? {})),
  };
}

function appendOutput({ extra_output, extra_fields, ...match }: Record<string, unknown>): AppendOutput {
  return {
    ...match,
    ...(extra_output === undefined ? {} : { extraOutput: String(extra_output) }),
    ...(extra_fields === undefined
      ? {}
      : { extraFields: extra_fields as NonNullable<AppendOutput['extraFields']> }),
  };
}

function toEvent(event: CaseEvent, index: number): Event {
  const time = event.ts === undefined ? defaultTime : BigInt(event.ts);
  const type = event.type ?? 'pluginevent';
  const base = { source: event.source, type, id: String(index), number: index + 1, time };
  if (event.fields !== undefined) return { ...base, record: event.fields };
  return { ...base, record: event.record };
}

/** Falco has no word for what only we warn of: codes that do not begin as its own do. */
function describeLoad(file: LoadResult['files'][number]): Expectation {
  const warnings = file.warnings.map(({ code }) => code).filter((code) => code.startsWith('LOAD_'));
  return {
    ok: file.isOk,
    errors: file.errors.map((error) => error.code),
    warnings: [...new Set(warnings)].sort(),
  };
}

function describeFired(fired: Fired, event: Event): Expectation {
  return {
    rule: fired.rule,
    priority: fired.priority,
    message: fired.output,
    output_fields: plain({ ...fired.fields }),
    tags: fired.tags,
    text_line: falcoText(fired, event),
  };
}

/** Compares what the expectation lists and nothing else. */
function agrees(expectation: Expectation, actual: Expectation): boolean {
  return Object.entries(expectation).every(([key, expected]) => {
    if (key === 'load') return isDeepStrictEqual((expected as Expectation[]).map(expectedLoad), actual.load);
    if (key === 'events' && Array.isArray(expected))
      return eventsAgree(expected, actual.events as Expectation[][]);
    if (key === 'fields') return fieldsAgree(expected as Expectation[], actual.fields as Event[]);
    if (key === 'ts') return String(expected) === String(actual.ts) || Number(expected) === Number(actual.ts);
    return isDeepStrictEqual(expected, actual[key]);
  });
}

function expectedLoad(load: Expectation): Expectation {
  const errors = load.errors as { code: string }[];
  const warnings = load.warnings as string[];
  return {
    ok: load.ok,
    errors: errors.map((error) => error.code),
    warnings: [...new Set(warnings.map((warning) => warning.split(' ')[0]))].sort(),
  };
}

function eventsAgree(expected: readonly Expectation[][], actual: readonly Expectation[][]): boolean {
  if (expected.length !== actual.length) return false;
  return expected.every((rules, index) => {
    const fired = actual[index] ?? [];
    if (fired.length !== rules.length) return false;
    return rules.every((rule, at) =>
      Object.entries(rule).every(([key, value]) => isDeepStrictEqual(value, fired[at]?.[key])),
    );
  });
}

function fieldsAgree(expected: readonly Expectation[], events: readonly Event[]): boolean {
  return expected.every((fields, index) => {
    const event = events[index];
    return (
      event !== undefined &&
      Object.entries(fields).every(([name, value]) => isDeepStrictEqual(value, plain(readField(event, name))))
    );
  });
}

function readField(event: Event, text: string): FieldValue | null | undefined {
  const [, name = text, argument] = /^([^[]+)(?:\[(.*)\])?$/.exec(text) ?? [];
  const field = findSource(event.source)?.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`the source ${event.source} has no field ${name}`);
  return field.extract(event, argument) ?? null;
}

/** As JSON has it: 64-bit numbers as numbers. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (_, one) => (typeof one === 'bigint' ? Number(one) : one)));
}
