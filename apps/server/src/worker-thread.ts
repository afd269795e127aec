import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * A thread of its own, asked one thing at a time. `script` answers every message with one message.
 * A thread that died says so to whoever asks.
 */
export class WorkerThread<Question, Answer> {
  readonly #worker: Worker;
  #settle:
    | { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }
    | undefined;
  #death: Error | undefined;

  constructor(script: URL, options: WorkerOptions = {}) {
    this.#worker = new Worker(script, options);
    this.#worker.on('message', (answer: Answer) => this.#settle?.resolve(answer));
    this.#worker.on('error', (error) => this.#die(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (code) => this.#die(new Error(`the thread ended with code ${code}`)));
  }

  /** @throws Error when the thread dies */
  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#death !== undefined) throw this.#death;
      this.#settle = { resolve, reject };
      this.#worker.postMessage(question);
    });
  }

  /** Ends it, also in the middle of its work. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #die(error: Error): void {
    this.#death ??= error;
    this.#settle?.reject(this.#death);
  }
}
