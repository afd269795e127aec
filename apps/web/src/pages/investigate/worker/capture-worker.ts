import './buffer-global.ts';
import { CaptureDesk } from './capture-desk.ts';
import type { Answered, Asked } from './protocol.ts';

const scope = self as unknown as {
  postMessage: (message: Answered) => void;
  onmessage: ((message: MessageEvent<Asked | { readonly cancel: number }>) => void) | null;
};
const running = new Map<number, AbortController>();
let current = 0;
const desk = new CaptureDesk((progress) => scope.postMessage({ id: current, progress }));
/** Questions are answered one after another: those that read the file do not read it side by side. */
let last: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  if ('cancel' in data) {
    running.get(data.cancel)?.abort();
    return;
  }
  const control = new AbortController();
  running.set(data.id, control);
  last = last.then(() => answer(data, control.signal));
};

async function answer({ id, name, ask }: Asked, signal: AbortSignal): Promise<void> {
  current = id;
  try {
    signal.throwIfAborted();
    // The name decides the type of the question: the two belong together in `Asked`.
    const method = desk[name] as (ask: unknown, signal: AbortSignal) => unknown;
    scope.postMessage({ id, value: await method.call(desk, ask, signal) });
  } catch (error) {
    scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
  }
}
