import type { Case, Outcome, Suite } from './suite.ts';

export interface Failure {
  readonly id: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface SuiteReport {
  readonly passed: number;
  readonly failures: readonly Failure[];
}

/** Runs the cases of every path one after the other; a case that throws has failed. */
export async function runSuite(
  suite: Suite,
  paths: readonly string[],
  casesFolder: string,
): Promise<SuiteReport> {
  const failures: Failure[] = [];
  let passed = 0;
  for (const path of paths) {
    for (const one of await suite.cases(path, casesFolder)) {
      const outcome = await runCase(one);
      if (outcome.passed) passed += 1;
      else failures.push({ id: one.id, expected: outcome.expected ?? null, actual: outcome.actual ?? null });
    }
  }
  return { passed, failures };
}

async function runCase(one: Case): Promise<Outcome> {
  try {
    return await one.run();
  } catch (error) {
    return {
      passed: false,
      actual: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  }
}
