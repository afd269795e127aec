import { round } from './round.ts';
import { countRules, load, withoutCounting } from './rule-files.ts';
import type { Setup, Stretch } from './variant.ts';
import { VariantProcess } from './variant-process.ts';

export interface RecordsResult {
  readonly records: number;
  readonly megabytes: number;
  readonly rules: number;
  readonly detections: number;
  readonly jsonParseNs: number;
  /** Time over that of JSON.parse of the same bytes. */
  readonly parseRatio: number;
  readonly ratio: number;
  /** The same of each round by itself. */
  readonly ratios: string;
  readonly ratioWithoutIndex: number;
  readonly ratioOfProcessorTime: number;
  readonly evaluateNs: number;
  readonly evaluateNsWithoutIndex: number;
  readonly recordsPerSecond: number;
}

const rounds = 3;
/** Files that a variant takes in a row. */
const stretchLength = 20;
const works: readonly Setup['work'][] = ['json', 'parse', 'evaluate', 'evaluateWithoutIndex'];

/** Stretches of one round, by what was done with them. */
type Round = Readonly<Record<Setup['work'], readonly Stretch[]>>;

/**
 * Parses and evaluates files of records, against JSON.parse of the same bytes. Each variant has a process of its own, and
 * they take turns at every stretch of files: what slows the machine for a while slows all of them, so that their ratios
 * hold. A round begins with new processes. Clock: the fastest of the rounds, stretch by stretch; processor: their mean.
 */
export async function measureRecords(
  paths: readonly string[],
  settings: Omit<Setup, 'work'>,
): Promise<RecordsResult> {
  const done: Round[] = [];
  while (done.length < rounds) done.push(await measureRound(paths, settings));
  const [first = { json: [], parse: [], evaluate: [], evaluateWithoutIndex: [] }] = done;
  const wall = (work: Setup['work']) => sum(first[work].map((_, at) => fastest(done, work, at)));
  const processor = (work: Setup['work']) => sum(done.flatMap((one) => one[work]).map(processorMs)) / rounds;
  const json = wall('json');
  const records = sum(first.parse.map(({ events }) => events));
  const perRecord = (ms: number) => round((ms / records) * 1e6, 0);
  const beyondParsing = (work: Setup['work']) => perRecord(wall(work)) - perRecord(wall('parse'));
  return {
    records,
    megabytes: round(sum(first.parse.map(({ bytes }) => bytes)) / 1e6, 1),
    rules: countRulesOf(settings),
    detections: sum(first.evaluate.map(({ detections }) => detections)),
    jsonParseNs: perRecord(json),
    parseRatio: round(wall('parse') / json),
    ratio: round(wall('evaluate') / json),
    ratios: done.map((one) => round(ratioOf(one))).join(' '),
    ratioWithoutIndex: round(wall('evaluateWithoutIndex') / json),
    ratioOfProcessorTime: round(processor('evaluate') / processor('json')),
    evaluateNs: beyondParsing('evaluate'),
    evaluateNsWithoutIndex: beyondParsing('evaluateWithoutIndex'),
    recordsPerSecond: Math.round(records / (wall('evaluate') / 1000)),
  };
}

async function measureRound(paths: readonly string[], settings: Omit<Setup, 'work'>): Promise<Round> {
  const variants = works.map((work) => {
    return { work, process: new VariantProcess({ ...settings, work }), stretches: [] as Stretch[] };
  });
  try {
    for (let start = 0; start < paths.length; start += stretchLength) {
      const some = paths.slice(start, start + stretchLength);
      for (const { process, stretches } of variants) stretches.push(await process.take(some));
    }
  } finally {
    for (const { process } of variants) process.stop();
  }
  return Object.fromEntries(variants.map(({ work, stretches }) => [work, stretches])) as unknown as Round;
}

function countRulesOf({ source, rules, isCounting }: Omit<Setup, 'work'>): number {
  const ruleset = load(rules);
  return countRules(isCounting ? ruleset : withoutCounting(ruleset), source);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const wallMs = (stretch: Stretch | undefined) => stretch?.wallMs ?? 0;
const processorMs = (stretch: Stretch) => stretch.processorMs;

function fastest(done: readonly Round[], work: Setup['work'], at: number): number {
  return Math.min(...done.map((one) => wallMs(one[work][at])));
}

function ratioOf({ evaluate, json }: Round): number {
  return sum(evaluate.map(wallMs)) / sum(json.map(wallMs));
}
