import { HttpError } from '../http/http-error.ts';
import { WorkerThread } from '../worker-thread.ts';
import type { CompileWork } from './compile-work.ts';

type Kind = keyof CompileWork;
type InputOf<K extends Kind> = Parameters<CompileWork[K]>[0];
type OutputOf<K extends Kind> = ReturnType<CompileWork[K]>;

export interface CompilerOptions {
  /** Work that takes longer is given up. */
  readonly limitMs: number;
  /** Heap of the thread; work that needs more is given up. */
  readonly heapMegabytes?: number;
  /** The thread ends when nothing was asked for so long. */
  readonly idleMs?: number;
}

interface Task {
  readonly kind: Kind;
  readonly input: unknown;
  readonly owner: string | undefined;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Running {
  readonly task: Task;
  readonly startedAt: number;
  timer: NodeJS.Timeout;
}

/** Work that nobody waits for any more may go on for so long: a new thread takes as long to start. */
const patienceMs = 1000;
const script = new URL('./compile-worker.ts', import.meta.url);

/**
 * Compiles rule files in one thread, one thing after the other, each within a limit of time and memory. Of work
 * that has an owner only the newest of its kind is done: what the owner asked for before is given up.
 */
export class RuleCompiler {
  readonly #options: Required<CompilerOptions>;
  readonly #waiting: Task[] = [];
  #thread: WorkerThread<unknown, unknown> | undefined;
  #running: Running | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor({ limitMs, heapMegabytes = 1024, idleMs = 300_000 }: CompilerOptions) {
    this.#options = { limitMs, heapMegabytes, idleMs };
  }

  /**
   * @throws HttpError 409 when the owner asks for something newer meanwhile, 400 when it takes too long or too much
   * memory
   */
  run<K extends Kind>(kind: K, input: InputOf<K>, owner?: string): Promise<OutputOf<K>> {
    if (this.#isStopped) return Promise.reject(stopping());
    if (owner !== undefined) this.#supersede(kind, owner);
    const output = new Promise<unknown>((resolve, reject) => {
      this.#waiting.push({ kind, input, owner, resolve, reject });
    });
    this.#next();
    return output as Promise<OutputOf<K>>;
  }

  /** Gives up what runs and what waits. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const task of this.#waiting.splice(0)) task.reject(stopping());
    this.#running?.task.reject(stopping());
    clearTimeout(this.#idle);
    await this.#endThread();
  }

  #supersede(kind: Kind, owner: string): void {
    const isOlder = (task: Task) => task.owner === owner && task.kind === kind;
    for (const task of this.#waiting.filter(isOlder)) {
      this.#waiting.splice(this.#waiting.indexOf(task), 1);
      task.reject(superseded());
    }
    const running = this.#running;
    if (running === undefined || !isOlder(running.task)) return;
    running.task.reject(superseded());
    clearTimeout(running.timer);
    const leftMs = running.startedAt + patienceMs - performance.now();
    running.timer = setTimeout(() => void this.#endThread(), Math.max(0, leftMs));
  }

  #next(): void {
    const task = this.#running === undefined && !this.#isStopped ? this.#waiting.shift() : undefined;
    if (task === undefined) return;
    clearTimeout(this.#idle);
    void this.#work(task);
  }

  async #work(task: Task): Promise<void> {
    const { limitMs, heapMegabytes } = this.#options;
    const thread = this.#thread ?? new WorkerThread(script, threadOptions(heapMegabytes));
    this.#thread = thread;
    const giveUp = () => {
      task.reject(tooSlow(limitMs));
      void this.#endThread();
    };
    const timer = setTimeout(giveUp, limitMs);
    this.#running = { task, startedAt: performance.now(), timer };
    try {
      task.resolve(await thread.ask({ kind: task.kind, input: task.input }));
    } catch (error) {
      // A thread that was ended on purpose has told its reason already: a promise settles once.
      task.reject(isOutOfMemory(error) ? tooLarge(heapMegabytes) : asError(error));
      if (this.#thread === thread) this.#thread = undefined;
    } finally {
      clearTimeout(this.#running?.timer);
      this.#running = undefined;
      this.#rest();
      this.#next();
    }
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#endThread(), this.#options.idleMs).unref();
  }

  async #endThread(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.close();
  }
}

function threadOptions(heapMegabytes: number): ConstructorParameters<typeof WorkerThread>[1] {
  return { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } };
}

function superseded(): HttpError {
  return new HttpError(409, 'superseded', 'you asked again meanwhile: the newer answer counts');
}

function tooSlow(limitMs: number): HttpError {
  const message = `the rules took more than ${limitMs / 1000} s to compile: make the file smaller`;
  return new HttpError(400, 'rules-too-slow', message);
}

function tooLarge(heapMegabytes: number): HttpError {
  const message = `the rules take more than ${heapMegabytes} MB of memory to compile: make the file smaller`;
  return new HttpError(400, 'rules-too-large', message);
}

function stopping(): HttpError {
  return new HttpError(503, 'stopping', 'the server is about to stop: ask again in a moment', 5);
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
