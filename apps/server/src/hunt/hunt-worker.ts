// Runs rules over parts of the stored events in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { createEngine, type Fired, loadRules } from '@breakwater/rules';
import { findSource, restoreEvent, type Source, sources } from '@breakwater/sources';
import { type Matcher, matchFilter, type ScannedEvent, scanPart } from '@breakwater/store';
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
const exceptions = plan.exceptions.map(({ rule, filter }) => ({ rule, applies: matchFilter(filter) }));
const searches = plan.sources.flatMap((name) => {
  const source = findSource(name);
  return source === undefined ? [] : [{ source, mayFire: textIndex(ruleset, source) }];
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
  const fired = withoutExceptions(engine.evaluate(event), scan);
  if (fired.length === 0) return;
  const summary = source.summarize(event);
  for (const one of fired) tally.add(scan, summary, one);
}

function withoutExceptions(fired: readonly Fired[], scan: ScannedEvent): readonly Fired[] {
  if (fired.length === 0 || exceptions.length === 0) return fired;
  const row = scan.row();
  const isExcepted = ({ rule }: Fired): boolean =>
    exceptions.some((exception) => (exception.rule ?? rule) === rule && (exception.applies as Matcher)(row));
  return fired.filter((one) => !isExcepted(one));
}

function failures(): readonly string[] {
  return engine
    .failures()
    .map(({ rule, count, lastError }) => `the rule "${rule}" failed on ${count} events: ${lastError}`);
}
