import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Setup, Stretch } from './variant.ts';

/** Runs one variant in a process of its own. */
export class VariantProcess {
  readonly #process: ChildProcess;

  constructor(setup: Setup) {
    this.#process = fork(join(import.meta.dirname, 'variant.ts'));
    this.#process.send(setup);
  }

  /** Error: the process ended instead of answering. */
  take(paths: readonly string[]): Promise<Stretch> {
    return new Promise((resolve, reject) => {
      const fail = (code: number | null) => reject(new Error(`a variant ended with ${code}`));
      this.#process.once('exit', fail);
      this.#process.once('message', (stretch) => {
        this.#process.off('exit', fail);
        resolve(stretch as Stretch);
      });
      this.#process.send(paths);
    });
  }

  stop(): void {
    this.#process.kill();
  }
}
