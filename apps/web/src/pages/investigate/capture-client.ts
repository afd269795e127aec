import type { Answered, Progress, QuestionName, Questions } from './worker/protocol.ts';

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: AskOptions['onProgress'];
}

/** A worker with one capture: questions go there, answers come back. */
export class CaptureClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor() {
    this.#worker = new Worker(new URL('./worker/capture-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<Answered>) => this.#hear(data);
    this.#worker.onerror = (event) => this.#fail(new Error(event.message || 'the worker could not start'));
  }

  ask<Q extends QuestionName>(
    name: Q,
    ask: Questions[Q]['ask'],
    { signal, onProgress }: AskOptions = {},
  ): Promise<Questions[Q]['answer']> {
    this.#last += 1;
    const id = this.#last;
    signal?.addEventListener('abort', () => this.#worker.postMessage({ cancel: id }), { once: true });
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
    });
    this.#worker.postMessage({ id, name, ask });
    return answer as Promise<Questions[Q]['answer']>;
  }

  /** Ends the worker, whatever it does. */
  close(): void {
    this.#worker.terminate();
    this.#fail(new Error('closed'));
  }

  #hear(answered: Answered): void {
    const waiting = this.#waiting.get(answered.id);
    if (waiting === undefined) return;
    if ('progress' in answered) {
      waiting.onProgress?.(answered.progress);
      return;
    }
    this.#waiting.delete(answered.id);
    if ('error' in answered) waiting.reject(new Error(answered.error));
    else waiting.resolve(answered.value);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
