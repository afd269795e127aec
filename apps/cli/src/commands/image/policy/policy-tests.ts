import { access, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { PolicyError, PolicyReader } from '@breakwater/findings';
import { parse } from 'yaml';
import { CommandError } from '../../../exit-code.ts';

export const outcomes = ['passed', 'failed', 'incomplete', 'not-applicable'] as const;

export type Outcome = (typeof outcomes)[number];

/** One case of a policy's tests. */
export interface PolicyTest {
  readonly name: string;
  readonly line: number;
  /** A stored result, by its path. */
  readonly report?: string;
  /** Parts of a result, over an empty image. */
  readonly image?: unknown;
  readonly place: Readonly<Record<string, unknown>>;
  readonly origin?: string;
  readonly asOf?: string;
  readonly expect: Outcome;
  readonly fails?: readonly string[];
  readonly warns?: readonly string[];
}

const caseFields = ['name', 'report', 'image', 'place', 'origin', 'asOf', 'expect', 'fails', 'warns'];

/** The file with the tests of a policy; undefined when there is none. */
export async function findTests(policyPath: string): Promise<string | undefined> {
  const name = `${basename(policyPath, extname(policyPath))}.tests.yaml`;
  for (const folder of [dirname(policyPath), join(dirname(policyPath), 'tests')]) {
    const path = join(folder, name);
    if (await exists(path)) return path;
  }
  return undefined;
}

/** Reads the tests of a policy. Throws CommandError with every mistake and its line. */
export async function readTests(path: string): Promise<readonly PolicyTest[]> {
  const text = await readFile(path, 'utf8');
  const reader = new PolicyReader(text);
  const tests = reader.problems.length === 0 ? readCases(reader, text, dirname(path)) : [];
  if (reader.problems.length > 0) throw new CommandError(new PolicyError(path, reader.problems).message);
  return tests;
}

function readCases(reader: PolicyReader, text: string, folder: string): readonly PolicyTest[] {
  const map = reader.map(reader.root, ['asOf', 'cases']);
  if (map === undefined) return [];
  const asOf = reader.text(reader.at(map, '', 'asOf'));
  const cases = reader.at(map, '', 'cases');
  const places = reader.list(cases) ?? [];
  if (places.length === 0) reader.problem(cases ?? reader.root, 'needs a list "cases"');
  const raw: { cases?: readonly { image?: unknown; place?: unknown }[] } = parse(text, {
    version: '1.2',
    uniqueKeys: false,
    logLevel: 'silent',
  });
  return places.flatMap((place, index): PolicyTest[] => {
    const one = reader.map(place, caseFields);
    if (one === undefined) return [];
    const at = (key: string) => reader.at(one, place.field, key);
    const name = reader.text(at('name') ?? place);
    const expect = reader.oneOf(at('expect') ?? place, outcomes);
    const report = reader.text(at('report'));
    const origin = reader.text(at('origin'));
    const ownTime = reader.text(at('asOf')) ?? asOf;
    const fails = reader.texts(at('fails'));
    const warns = reader.texts(at('warns'));
    if ((at('report') === undefined) === (at('image') === undefined)) {
      reader.problem(place, 'needs either "report" or "image"');
    }
    const given = raw.cases?.[index]?.place;
    return [
      {
        name: name ?? '',
        line: place.line,
        expect: expect ?? 'passed',
        image: raw.cases?.[index]?.image,
        place: typeof given === 'object' && given !== null ? { ...given } : {},
        ...(report === undefined ? {} : { report: join(folder, report) }),
        ...(origin === undefined ? {} : { origin }),
        ...(ownTime === undefined ? {} : { asOf: ownTime }),
        ...(fails === undefined ? {} : { fails }),
        ...(warns === undefined ? {} : { warns }),
      },
    ];
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
