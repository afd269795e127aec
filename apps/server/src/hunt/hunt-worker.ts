// Runs rules over parts of the stored events in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { createEngine, loadRules } from '@breakwater/rules';
import { findSource, restoreEvent, type Source, sources } from '@breakwater/sources';
import { type ScannedEvent, scanPart } from '@breakwater/store';
import { compilePolicy } from '../detect/compiled-policy.ts';
import type { HuntAnswer, HuntPlan, HuntRequest } from './hunt-plan.ts';
import { Tally } from './tally.ts';
import { textIndex } from './text-index.ts';

const plan = workerData as HuntPlan;
const { ruleset } = loadRules(plan.files, {
  sources,
  selection: [
    { action: 'disable', rule: '*' },
    ...plan.rules.map((rule) => ({ action: 'enable', rule }) as const),
  ],
});
if (ruleset === undefined) throw new Error('the rules of the hunt do not load');
const engine = createEngine(ruleset, { ruleMatching: 'all' });
const tally = new Tally(plan.stepMs);
const policy =
  plan.policy &&
  compilePolicy(
    plan.policy,
    () => plan.now,
    () => undefined,
  );
const countsSteps = ruleset.rules.some(({ isEnabled, sequence }) => isEnabled && sequence !== undefined);
const searches = plan.sources.flatMap((name) => {
  const source = findSource(name);
  if (source === undefined) return [];
  // Steps of a sequence may hold for events that no rule fires on.
  return [{ source, mayFire: countsSteps ? () => true : textIndex(ruleset, source) }];
});

parentPort?.on('message', (request: HuntRequest) => {
  parentPort?.postMessage(answer(request));
});

function answer(request: HuntRequest): HuntAnswer {
  if (request.kind === 'tally') return { kind: 'tally', tally: tally.result(failures()) };
  let scanned = 0;
  try {
    for (const { source, mayFire } of searches) {
      const { scope, filter, from, to } = plan;
      for (const scan of scanPart(request.part, { scope, filter, from, to, source: source.name })) {
        scanned += 1;
        if (mayFire(scan.body)) judge(source, scan);
      }
    }
    return { kind: 'part', scanned };
  } catch (error) {
    return { kind: 'part', scanned, failure: error instanceof Error ? error.message : String(error) };
  }
}

function judge(source: Source, scan: ScannedEvent): void {
  const event = restoreEvent(source, { id: scan.id, time: scan.time, record: JSON.parse(scan.body) });
  const all = engine.evaluate(event);
  if (all.length === 0) return;
  const fired = policy === undefined ? all : policy.keep(all, scan.row());
  const summary = source.summarize(event);
  for (const one of fired) tally.add(scan, summary, one);
}

function failures(): readonly string[] {
  return engine
    .failures()
    .map(({ rule, count, lastError }) => `the rule "${rule}" failed on ${count} events: ${lastError}`);
}
