/**
 * Takes files of records in one way, in a process that does nothing else: what a variant leaves in the heap and in the
 * caches slows no other. The first message is a `Setup`; each further one is a list of files, answered by a `Stretch`.
 */
import { readFileSync } from 'node:fs';
import type { RuleFile } from '@breakwater/rules';
import { parseAudit, parseCloudTrail } from '@breakwater/sources';
import { engineOf, load, withoutCounting } from './rule-files.ts';

const parsers = { aws_cloudtrail: parseCloudTrail, k8s_audit: parseAudit };

export interface Setup {
  readonly source: 'aws_cloudtrail' | 'k8s_audit';
  readonly work: 'json' | 'parse' | 'evaluate' | 'evaluateWithoutIndex';
  readonly rules: readonly RuleFile[];
  readonly isCounting: boolean;
}

/** What some files took, once they were read. */
export interface Stretch {
  readonly wallMs: number;
  /** Of all threads of the process: those that collect garbage as well. */
  readonly processorMs: number;
  readonly bytes: number;
  readonly events: number;
  readonly detections: number;
}

interface Taken {
  readonly events: number;
  readonly detections: number;
}

type Take = (file: Buffer) => Taken;

function takeFor({ source, work, rules, isCounting }: Setup): Take {
  if (work === 'json') {
    return (file) => {
      JSON.parse(file.toString('utf8'));
      return { events: 0, detections: 0 };
    };
  }
  const parse = parsers[source];
  if (work === 'parse') {
    return (file) => {
      const { events, rejected } = parse(file);
      if (rejected.length > 0) throw new Error(`the generator made no event: ${rejected[0]?.error}`);
      return { events: events.length, detections: 0 };
    };
  }
  const ruleset = load(rules);
  const engine = engineOf(isCounting ? ruleset : withoutCounting(ruleset), {
    isIndexed: work === 'evaluate',
  });
  return (file) => {
    const { events } = parse(file);
    let detections = 0;
    for (const event of events) detections += engine.evaluate(event).length;
    return { events: events.length, detections };
  };
}

function measure(take: Take, paths: readonly string[]): Stretch {
  const files = paths.map((path) => readFileSync(path));
  let events = 0;
  let detections = 0;
  const usage = process.cpuUsage();
  const start = performance.now();
  for (const file of files) {
    const taken = take(file);
    events += taken.events;
    detections += taken.detections;
  }
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(usage);
  const bytes = files.reduce((sum, file) => sum + file.length, 0);
  return { wallMs, processorMs: (user + system) / 1000, bytes, events, detections };
}

if (process.send !== undefined) {
  process.once('message', (setup: Setup) => {
    const take = takeFor(setup);
    process.on('message', (paths: readonly string[]) => process.send?.(measure(take, paths)));
  });
}
