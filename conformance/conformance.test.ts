import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSuite } from './run-suite.ts';
import { completeSuites, suites } from './suites/index.ts';

const casesFolder = resolve(import.meta.dirname, '..', process.env.BREAKWATER_CASES ?? '../shared');

describe('complete suites', () => {
  it.for(completeSuites)('%s has no failing case', { timeout: 300_000 }, async (name, { skip }) => {
    const suite = suites.find((candidate) => candidate.name === name);
    if (suite === undefined) throw new Error(`conformance/suites/index.ts has no suite ${name}`);
    const folder = join(casesFolder, suite.defaultPath);
    skip(
      !existsSync(folder) && process.env.REQUIRE_ALL !== '1',
      `no cases in ${folder}: set BREAKWATER_CASES to their folder`,
    );
    const { passed, failures } = await runSuite(suite, [folder], casesFolder);
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });
});
