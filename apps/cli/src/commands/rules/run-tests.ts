import { readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CommandError, exitCode } from '../../exit-code.ts';
import { jsonOf, junitOf, textOf } from './print-tests.ts';
import { type FileResult, type TestTask, testOneFile } from './test-one-file.ts';

export interface TestOptions {
  readonly rules?: readonly string[];
  readonly rule?: string;
  readonly workers?: number;
  readonly format: 'text' | 'json' | 'junit';
  readonly json?: boolean;
}

/** Runs test files, several at a time, and prints the results in the order of the files. */
export async function runTests(paths: readonly string[], options: TestOptions): Promise<void> {
  const files = paths.flatMap(filesOf);
  if (files.length === 0) throw new CommandError(`no test files (.yaml, .yml) in ${paths.join(', ')}`);
  const tasks = files.map(
    (file): TestTask => ({
      file,
      ...(options.rules === undefined ? {} : { rules: options.rules }),
      ...(options.rule === undefined ? {} : { rule: options.rule }),
    }),
  );
  const results = await runAll(tasks, options.workers ?? availableParallelism());
  const format = options.json === true ? 'json' : options.format;
  const print = { text: textOf, json: jsonOf, junit: junitOf }[format];
  process.stdout.write(print(results));
  process.exitCode = exitCodeOf(results, options.rule);
}

function exitCodeOf(results: readonly FileResult[], rule: string | undefined): number {
  if (results.some(({ error, hasUnreadable }) => error !== undefined || hasUnreadable)) return exitCode.error;
  const tests = results.flatMap((file) => file.results);
  if (tests.length === 0)
    throw new CommandError(
      rule === undefined ? 'the files hold no test' : `no test is about the rule "${rule}"`,
    );
  return tests.every(({ problems }) => problems.length === 0) ? exitCode.good : exitCode.failed;
}

async function runAll(tasks: readonly TestTask[], workers: number): Promise<readonly FileResult[]> {
  const results: FileResult[] = [];
  if (tasks.length === 1 || workers === 1) {
    for (const task of tasks) results.push(await testOneFile(task));
    return results;
  }
  let next = 0;
  async function work(): Promise<void> {
    const thread = new Worker(new URL('./test-worker.ts', import.meta.url));
    try {
      for (let index = next++; index < tasks.length; index = next++) {
        results[index] = await new Promise<FileResult>((resolve, reject) => {
          thread.removeAllListeners();
          thread.once('message', resolve);
          thread.once('error', reject);
          thread.postMessage(tasks[index]);
        });
      }
    } finally {
      await thread.terminate();
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, work));
  return results;
}

function filesOf(path: string): readonly string[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new CommandError(`cannot read ${path}: there is no such file`);
  if (!status.isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name));
}
