import { parentPort, type Worker } from 'node:worker_threads';
import * as storeErrors from '../errors.ts';
import { FilterError } from '../filter/filter-error.ts';
import { InvalidEvent, QueryTimeout, StoreFailed } from './errors.ts';

/** The functions that a worker offers, by name. */
// biome-ignore lint/suspicious/noExplicitAny: the widest function type; callers are typed by their own table
export type Calls = Readonly<Record<string, (...args: any[]) => unknown>>;

/** Calls a function of the worker; rejects with the error that it threw. */
export type Call<C extends Calls> = <K extends keyof C & string>(
  name: K,
  ...args: Parameters<C[K]>
) => Promise<Awaited<ReturnType<C[K]>>>;

interface Request {
  readonly call: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

interface Failure {
  readonly name: string;
  readonly message: string;
  readonly index?: number;
}

type Answer =
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly failure: Failure };

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Inside a worker: answers the calls of the thread that made it, one after the other or as they come. */
export function serveCalls(calls: Calls, order: 'serial' | 'concurrent' = 'serial'): void {
  const port = parentPort;
  if (port === null) throw new Error('this module runs in a worker thread');
  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: Request) => {
    const before = order === 'serial' ? last : Promise.resolve();
    last = before.then(async () => port.postMessage(await answer(calls, request)));
  });
}

async function answer(calls: Calls, { call, name, args }: Request): Promise<Answer> {
  try {
    return { call, value: await calls[name]?.(...args) };
  } catch (error) {
    const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
    const index = error instanceof InvalidEvent ? error.index : undefined;
    return { call, failure: { name: kind, message, ...(index !== undefined && { index }) } };
  }
}

/** Outside: a function that calls the worker. When the worker dies, every open call rejects with `StoreFailed`. */
export function callsOf<C extends Calls>(worker: Worker): Call<C> {
  const pending = new Map<number, Pending>();
  let calls = 0;
  let death: StoreFailed | undefined;
  const die = (reason: string, cause?: unknown): void => {
    death ??= new StoreFailed(`the event store's worker stopped: ${reason}`, { cause });
    for (const { reject } of pending.values()) reject(death);
    pending.clear();
  };
  worker.on('error', (error) => die(error instanceof Error ? error.message : String(error), error));
  worker.on('exit', (code) => die(`exit code ${code}`));
  worker.on('message', (message: Answer) => {
    const waiting = pending.get(message.call);
    pending.delete(message.call);
    if ('failure' in message) waiting?.reject(errorOf(message.failure));
    else waiting?.resolve(message.value as never);
  });
  return (name, ...args) =>
    new Promise((resolve, reject) => {
      if (death !== undefined) throw death;
      calls += 1;
      worker.postMessage({ call: calls, name, args } satisfies Request);
      pending.set(calls, { resolve, reject });
    });
}

function errorOf({ name, message, index }: Failure): Error {
  switch (name) {
    case 'StoreFull':
      return new storeErrors.StoreFull(message);
    case 'StoreCorrupt':
      return new storeErrors.StoreCorrupt(message);
    case 'StoreLocked':
      return new storeErrors.StoreLocked(message);
    case 'StoreSchema':
      return new storeErrors.StoreSchema(message);
    case 'InvalidQuery':
      return new storeErrors.InvalidQuery(message);
    case 'FilterError':
      return new FilterError(message);
    case 'InvalidEvent':
      return new InvalidEvent(message, index ?? 0);
    case 'QueryTimeout':
      return new QueryTimeout(message);
    default:
      return new StoreFailed(message);
  }
}
