// Appends batch after batch and prints the number of each acknowledged one, until somebody kills the process.
//
//   node append-until-killed.ts MODULE FUNCTION FOLDER ROUND
import { killBatch } from './test-event.ts';

const [module = '', open = '', folder = '', round = '0'] = process.argv.slice(2);
const store = await (await import(module))[open]({ folder });
for (let batch = 0; ; batch += 1) {
  await store.append(killBatch(Number(round), batch));
  process.stdout.write(`${batch}\n`);
}
