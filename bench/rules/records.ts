import type { Engine, Ruleset } from '@breakwater/rules';
import type { JsonObject, ParseResult } from '@breakwater/sources';
import { round, type Time, timeEach } from './measure.ts';
import { countRules, engineOf } from './rule-files.ts';

export interface RecordsResult {
  readonly records: number;
  readonly megabytes: number;
  readonly rules: number;
  readonly detections: number;
  readonly jsonParseNs: number;
  /** Time over that of JSON.parse of the same bytes. */
  readonly parseRatio: number;
  readonly ratio: number;
  readonly ratioWithoutIndex: number;
  readonly ratioOfProcessorTime: number;
  readonly evaluateNs: number;
  readonly evaluateNsWithoutIndex: number;
  readonly recordsPerSecond: number;
}

const rounds = 3;

/** Parses and evaluates files of records, against JSON.parse of the same bytes. */
export function measureRecords(
  files: Iterable<Buffer>,
  source: string,
  ruleset: Ruleset,
  parse: (input: Buffer) => ParseResult<JsonObject>,
): RecordsResult {
  // Rules that count must meet an event once: every round has engines of its own.
  const engines = (isIndexed: boolean) =>
    Array.from({ length: rounds }, () => engineOf(ruleset, { isIndexed }));
  const indexed = engines(true);
  const plain = engines(false);
  let bytes = 0;
  let parsed = 0;
  const evaluate = (file: Buffer, engine: Engine | undefined): void => {
    for (const event of parse(file).events) engine?.evaluate(event);
  };
  const times = timeEach(
    files,
    {
      json: (file) => {
        bytes += file.length;
        JSON.parse(file.toString('utf8'));
      },
      parse: (file) => {
        const { events, rejected } = parse(file);
        if (rejected.length > 0) throw new Error(`the generator made no event: ${rejected[0]?.error}`);
        parsed += events.length;
      },
      whole: (file, round) => evaluate(file, indexed[round]),
      wholeWithoutIndex: (file, round) => evaluate(file, plain[round]),
    },
    rounds,
  );
  const records = parsed / rounds;
  const fired = indexed[0]?.statistics().reduce((sum, rule) => sum + rule.fired, 0) ?? 0;
  const perEvent = ({ wallMs }: Time) => round((wallMs / records) * 1e6, 0);
  const ratio = (time: Time) => round(time.wallMs / times.json.wallMs);
  return {
    records,
    megabytes: round(bytes / rounds / 1e6, 1),
    rules: countRules(ruleset, source),
    detections: fired,
    jsonParseNs: perEvent(times.json),
    parseRatio: ratio(times.parse),
    ratio: ratio(times.whole),
    ratioWithoutIndex: ratio(times.wholeWithoutIndex),
    ratioOfProcessorTime: round(times.whole.processorMs / times.json.processorMs),
    evaluateNs: perEvent(times.whole) - perEvent(times.parse),
    evaluateNsWithoutIndex: perEvent(times.wholeWithoutIndex) - perEvent(times.parse),
    recordsPerSecond: Math.round(records / (times.whole.wallMs / 1000)),
  };
}
