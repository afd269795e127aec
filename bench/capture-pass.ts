// One pass over a capture without rules, in a process of its own; `capture.ts` bundles and starts it, and reads its line.
import { CaptureReader } from '../packages/capture/src/index.ts';
import { replayCapture, streamFile } from '../packages/sources/src/index.ts';

const [, , pass = '', path = ''] = process.argv;
const start = performance.now();
const events = pass === 'read' ? await readOnly() : await withState();
const inputMs = Math.round(performance.now() - start);
const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ events, inputMs, peakRssMb }));

async function readOnly(): Promise<number> {
  const reader = new CaptureReader({ onEvent: () => {} });
  for await (const chunk of streamFile(path)) if (!reader.feed(chunk)) break;
  return reader.end().events;
}

async function withState(): Promise<number> {
  const { events: all } = await replayCapture(streamFile(path), () => {});
  return all;
}
