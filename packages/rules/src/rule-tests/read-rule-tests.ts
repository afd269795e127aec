import { LineCounter, parseDocument } from 'yaml';
import { didYouMean } from '../did-you-mean.ts';
import { type Place, Reading } from './reading.ts';
import {
  type ExpectedDetection,
  type RuleTest,
  type RuleTestFile,
  RuleTestProblem,
} from './rule-test-file.ts';

const fileKeys = ['rules', 'source', 'base', 'tests', 'cases'];
const testKeys = ['rule', 'fires', 'quiet'];
const inputKeys = ['name', 'record', 'records', 'file', 'source'];
const firesKeys = [...inputKeys, 'times', 'output', 'fields'];
const caseKeys = [...inputKeys, 'detections', 'forbidden', 'exact'];
const detectionKeys = ['rule', 'times', 'output', 'fields'];
const maxAliases = 100;

interface Defaults {
  readonly source: string | undefined;
  readonly base: Readonly<Record<string, unknown>>;
}

/**
 * Reads a file of rule tests. `tests` lists per rule what fires it and what must not; `cases` lists inputs with all
 * that is expected of them.
 * @throws RuleTestProblem naming file, line and key
 */
export function readRuleTests(name: string, text: string): RuleTestFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const [first = 'not YAML'] = error.message.split('\n', 1);
    throw new RuleTestProblem(name, lines.linePos(error.pos[0]).line, first.replace(/ at line \d+.*$/, ''));
  }
  const reading = new Reading(name, document, lines, document.toJS({ maxAliasCount: maxAliases }));
  const root = reading.mapping([]);
  reading.onlyKeys([], fileKeys, didYouMean);
  const defaults = {
    source: root.source === undefined ? undefined : reading.text(['source']),
    base: root.base === undefined ? {} : reading.record(['base']),
  };
  const tests = reading.optionalItems(['tests']).flatMap((place) => readTest(reading, place, defaults));
  const cases = reading.optionalItems(['cases']).map((place) => readCase(reading, place, defaults));
  const rules = reading.optionalItems(['rules']).map((place) => reading.text(place));
  return { name, ...(rules.length === 0 ? {} : { rules }), tests: [...tests, ...cases] };
}

function readTest(reading: Reading, place: Place, defaults: Defaults): RuleTest[] {
  reading.onlyKeys(place, testKeys, didYouMean);
  const rule = reading.text([...place, 'rule']);
  const fires = reading.optionalItems([...place, 'fires']).map((at): RuleTest => {
    reading.onlyKeys(at, firesKeys, didYouMean);
    const detections = [{ rule, ...readExpected(reading, at) }];
    return { input: readInput(reading, at, defaults), detections, forbidden: [], isExact: false };
  });
  const quiet = reading.optionalItems([...place, 'quiet']).map((at): RuleTest => {
    reading.onlyKeys(at, inputKeys, didYouMean);
    return { input: readInput(reading, at, defaults), detections: [], forbidden: [rule], isExact: false };
  });
  if (fires.length + quiet.length === 0)
    throw reading.problem(place, `"${rule}" has neither "fires" nor "quiet"`);
  return [...fires, ...quiet];
}

function readCase(reading: Reading, place: Place, defaults: Defaults): RuleTest {
  reading.onlyKeys(place, caseKeys, didYouMean);
  const detections = reading.optionalItems([...place, 'detections']).map((at): ExpectedDetection => {
    reading.onlyKeys(at, detectionKeys, didYouMean);
    return { rule: reading.text([...at, 'rule']), ...readExpected(reading, at) };
  });
  const forbidden = reading.optionalItems([...place, 'forbidden']).map((at) => reading.text(at));
  const isExact = reading.flag([...place, 'exact']);
  if (detections.length + forbidden.length === 0 && !isExact) {
    throw reading.problem(place, 'expects nothing: add "detections", "forbidden" or "exact: true"');
  }
  return { input: readInput(reading, place, defaults), detections, forbidden, isExact };
}

function readExpected(reading: Reading, place: Place): Omit<ExpectedDetection, 'rule'> {
  const value = reading.mapping(place);
  return {
    ...(value.times === undefined ? {} : { times: reading.count([...place, 'times']) }),
    ...(value.output === undefined ? {} : { output: reading.text([...place, 'output']) }),
    ...(value.fields === undefined ? {} : { fields: reading.record([...place, 'fields']) }),
  };
}

function readInput(reading: Reading, place: Place, defaults: Defaults): RuleTest['input'] {
  const value = reading.mapping(place);
  const given = ['record', 'records', 'file'].filter((key) => value[key] !== undefined);
  if (given.length !== 1) throw reading.problem(place, 'needs one of "record", "records" and "file"');
  const source = value.source === undefined ? defaults.source : reading.text([...place, 'source']);
  if (source === undefined) throw reading.problem(place, 'names no "source", and neither does the file');
  const head = { name: reading.text([...place, 'name']), source, line: reading.line(place) };
  if (value.file !== undefined) return { ...head, records: [], file: reading.text([...place, 'file']) };
  const places = value.record === undefined ? reading.items([...place, 'records']) : [[...place, 'record']];
  const records = places.map((at) => laidOver(defaults.base, reading.record(at)));
  return { ...head, records };
}

/** Keys replace those of the base; in `detail` and `fields`, which hold what the event is about, one by one. */
function laidOver(
  base: Readonly<Record<string, unknown>>,
  record: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const laid: Record<string, unknown> = { ...base, ...record };
  for (const key of ['detail', 'fields']) {
    if (base[key] === undefined) continue;
    laid[key] = { ...(base[key] as object), ...(record[key] as object | undefined) };
  }
  return laid;
}
