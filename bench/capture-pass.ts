// One pass over a capture without rules, in a process of its own; `capture.ts` bundles and starts it, and reads its line.
import { CaptureReader } from '../packages/capture/src/index.ts';
import { replayCapture, streamFile } from '../packages/sources/src/index.ts';

const [, , pass = '', path = ''] = process.argv;
const start = performance.now();
const events = pass === 'read' ? await readOnly() : await withState();
const inputMs = performance.now() - start;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const processorMs = (userCPUTime + systemCPUTime) / 1000;
console.log(JSON.stringify({ events, inputMs, processorMs, peakRssMb: maxRSS / 1024 }));

async function readOnly(): Promise<number> {
  const reader = new CaptureReader({ onEvent: () => {} });
  for await (const chunk of streamFile(path)) if (!reader.feed(chunk)) break;
  return reader.end().events;
}

async function withState(): Promise<number> {
  const { events: all } = await replayCapture(streamFile(path), () => {});
  return all;
}
