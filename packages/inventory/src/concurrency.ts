/**
 * Maps with at most `limit` calls under way; results come in the order of the input. Nothing is read ahead of
 * that. When the input fails, what it gave before is still mapped and yielded first.
 */
export async function* mapConcurrently<T, R>(
  input: AsyncIterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const pending: Promise<R>[] = [];
  const start = (item: T): void => {
    const result = map(item);
    result.catch(() => undefined); // seen when it is awaited, in order
    pending.push(result);
  };
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const item of input) {
      start(item);
      const first = pending.length >= limit ? pending.shift() : undefined;
      if (first !== undefined) yield await first;
    }
  } catch (error) {
    failure = { error };
  }
  for (const result of pending) yield await result;
  if (failure !== undefined) throw failure.error;
}

/**
 * Runs the streams with at most `limit` of them open and yields what any of them has. A slow reader slows
 * all of them: each holds at most one value. The first error ends all; so does the signal, at once.
 */
export async function* mergeStreams<T>(
  streams: Iterable<AsyncGenerator<T>>,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const waiting = streams[Symbol.iterator]();
  const open = new Map<AsyncGenerator<T>, Promise<Pulled<T>>>();
  const pull = (stream: AsyncGenerator<T>): void => {
    const next = stream.next().then((result) => ({ stream, result }));
    next.catch(() => undefined); // seen by the race below
    open.set(stream, next);
  };
  const fill = (): void => {
    while (open.size < limit) {
      const next = waiting.next();
      if (next.done === true) return;
      pull(next.value);
    }
  };
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => undefined); // seen by the race below
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    for (fill(); open.size > 0; fill()) {
      const { stream, result } = await Promise.race([...open.values(), aborted.promise]);
      if (result.done === true) {
        open.delete(stream);
        continue;
      }
      yield result.value;
      pull(stream);
    }
  } finally {
    signal.removeEventListener('abort', abort);
    const closed = Promise.allSettled([...open.keys()].map((stream) => stream.return(undefined)));
    if (!signal.aborted) await closed;
  }
}

interface Pulled<T> {
  readonly stream: AsyncGenerator<T>;
  readonly result: IteratorResult<T>;
}

/** Cuts a stream into arrays of `size`; the last may be shorter. When the input fails, the rest is yielded first. */
export async function* inBatches<T>(input: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  try {
    for await (const item of input) {
      batch.push(item);
      if (batch.length < size) continue;
      const full = batch;
      batch = [];
      yield full;
    }
  } catch (error) {
    if (batch.length > 0) yield batch;
    throw error;
  }
  if (batch.length > 0) yield batch;
}
