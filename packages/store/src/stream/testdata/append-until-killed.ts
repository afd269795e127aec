import { writeSync } from 'node:fs';
import { openJournalStream } from '../journal-stream.ts';

// Appends numbered batches from several sides until it is killed, and says which ones were acknowledged.
// Arguments: folder, number of the run.
const [, , folder = '', run = ''] = process.argv;
const stream = await openJournalStream({ folder, consumers: ['detect'], segmentBytes: 32_768, maxBatchBytes: 8192 });
let batches = 0;

async function appendForever(): Promise<void> {
  for (;;) {
    const batch = batches++;
    const messages = Array.from({ length: 1 + (batch % 7) }, (_, index) => `${run}.${batch}.${index}`);
    await stream.append(messages.map((text) => Buffer.from(text.padEnd(40 + (batch % 90)))));
    writeSync(1, messages.map((text) => `${text}\n`).join(''));
  }
}

writeSync(1, 'ready\n');
await Promise.all(Array.from({ length: 8 }, appendForever));
