// A process that appends until it is killed, printing the batches that were acknowledged.
//
//   node tools/launch.js bench/event-store-writer.ts ENGINE FOLDER ROUND

import { openEngine } from './event-engines.ts';
import { generate } from './event-generator.ts';

const [engine = '', folder = '', round = '0'] = process.argv.slice(2);
const store = await openEngine(engine, folder);
let sent = 0;
for (const batch of generate(10_000_000, 100, Number(round) + 100)) {
  await store.append(batch);
  sent += 1;
  process.stdout.write(`${sent}\n`);
}
