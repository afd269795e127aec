import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CaptureReader, System } from '@breakwater/capture';
import { CutPlanner, CutWriter, type Selection } from '@breakwater/capture/cut';
import { createEngine, type Engine, falcoJson, loadRules } from '@breakwater/rules';
import { CapturedEvent } from '@breakwater/sources';
import { describe, expect, test } from 'vitest';
import { withCaptures } from '../detect/detect-in-capture.ts';
import { parseBound } from './bound.ts';
import { type CutCriteria, selectionOf } from './cut-selection.ts';
import { compileQuery } from './query.ts';

const root = resolve(import.meta.dirname, '../../../../..');
const cases = resolve(root, process.env.BREAKWATER_CASES ?? '../shared');
const isMissing = !existsSync(join(cases, 'scap')) && process.env.REQUIRE_ALL !== '1';

const files = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];
const variants: readonly (readonly [string, readonly string[], 'first' | 'all'])[] = [
  ['stable', files.slice(0, 1), 'first'],
  ['incubating', files.slice(1, 2), 'first'],
  ['sandbox', files.slice(2), 'first'],
  ['all three', files, 'first'],
  ['all three, all enabled, match all', files, 'all'],
];

function engineOf(names: readonly string[], ruleMatching: 'first' | 'all'): Engine {
  const rules = names.map((name) => ({
    name,
    text: readFileSync(join(cases, 'upstream-rules', name), 'utf8'),
  }));
  const { ruleset } = loadRules(rules, {
    sources: withCaptures,
    suggestedOutput: true,
    ...(ruleMatching === 'all' ? { selection: [{ action: 'enable', rule: '*' }] } : {}),
  });
  if (ruleset === undefined) throw new Error('the rules are not valid');
  return createEngine(ruleset, { ruleMatching });
}

/** What every variant raises on the events that are kept, in order; `undefined`: on those that are shown. */
function alertsOf(bytes: Uint8Array, select?: Selection): ReadonlyMap<string, readonly string[]> {
  const engines = variants.map(([name, names, matching]) => ({ name, engine: engineOf(names, matching) }));
  const found = new Map(engines.map(({ name }): [string, string[]] => [name, []]));
  const system = new System();
  let captured: CapturedEvent | undefined;
  const reader = new CaptureReader({
    ...system.handler(),
    onEvent: (event) => {
      const isShown = system.before(event);
      const isKept = select === undefined || select(event, system, isShown) === 'kept';
      if (captured?.record.event !== event) captured = new CapturedEvent({ event, system });
      if (isShown) {
        for (const { name, engine } of engines) {
          for (const fired of engine.evaluate(captured))
            if (isKept) found.get(name)?.push(falcoJson(fired, captured, 'host'));
        }
      }
      system.after();
    },
  });
  reader.feed(bytes);
  return found;
}

function cut(bytes: Uint8Array, criteria: CutCriteria): Uint8Array {
  const planner = new CutPlanner(selectionOf(criteria));
  new CaptureReader(planner.handler()).feed(bytes);
  const parts: Uint8Array[] = [];
  const writer = new CutWriter(planner.plan(), selectionOf(criteria), (part) => parts.push(part.slice()));
  new CaptureReader(writer.handler()).feed(bytes);
  return Buffer.concat(parts);
}

function filter(condition: string): () => Engine {
  return () =>
    createEngine(compileQuery({ condition, output: '%evt.num', outputOption: '--filter' }).ruleset);
}

function bound(text: string): NonNullable<CutCriteria['from']> {
  const parsed = parseBound(text);
  if (parsed === undefined) throw new Error(`no bound: ${text}`);
  return parsed;
}

const all: CutCriteria = { pids: [], tids: [] };

/** `alerts`: how many all three rule files raise on the events of the cut, so that none is compared with nothing. */
const cuts: readonly (readonly [capture: string, what: string, alerts: number, criteria: CutCriteria])[] = [
  ['dev-container', 'everything', 9, all],
  ['dev-container', 'the middle', 5, { ...all, from: bound('1400'), to: bound('1570') }],
  ['dev-container', 'a container', 9, { ...all, containers: new Set(['cf2a81f3616a']) }],
  ['dev-container', 'no container', 0, { ...all, containers: new Set(['host']) }],
  ['dev-container', 'a process tree', 9, { ...all, pids: [15616] }],
  ['dev-container', 'a filter', 4, { ...all, filter: filter('evt.type = execve') }],
  ['dev-host', 'the end', 14, { ...all, from: bound('1000') }],
  ['dev-host', 'a part', 8, { ...all, from: bound('1500'), to: bound('2100') }],
  ['dev-host', 'a process tree', 5, { ...all, pids: [15380, 15356] }],
  ['dev-host', 'a filter', 6, { ...all, filter: filter('evt.type in (open, openat, connect)') }],
  [
    'dev-host',
    'all of it',
    5,
    { from: bound('500'), pids: [15337], tids: [], filter: filter('evt.type in (openat, unlinkat)') },
  ],
  ['dev-load', 'a process tree', 23, { ...all, pids: [16065] }],
];

describe.skipIf(isMissing)('a cut raises the alerts that the whole raises on its events', () => {
  const read = (name: string): Uint8Array => gunzipSync(readFileSync(join(cases, 'scap', `${name}.scap`)));
  test.each(cuts)(
    '%s: %s',
    (name, _, alerts, criteria) => {
      const whole = read(name);
      const expected = alertsOf(whole, selectionOf(criteria));
      expect(alertsOf(cut(whole, criteria))).toEqual(expected);
      expect(expected.get('all three')).toHaveLength(alerts);
    },
    180_000,
  );
});
