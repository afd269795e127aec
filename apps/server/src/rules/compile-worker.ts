// Compiles rule files in a thread of its own, so that intake and requests go on meanwhile.
import { parentPort } from 'node:worker_threads';
import { type CompileWork, compileWork } from './compile-work.ts';

interface Question {
  readonly kind: keyof CompileWork;
  readonly input: unknown;
}

parentPort?.on('message', ({ kind, input }: Question) => {
  const work = compileWork[kind] as (input: unknown) => unknown;
  parentPort?.postMessage(work(input));
});
