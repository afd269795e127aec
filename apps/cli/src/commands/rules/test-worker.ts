// Runs the tests of one file after the other in a thread of its own.
import { parentPort } from 'node:worker_threads';
import { type TestTask, testOneFile } from './test-one-file.ts';

parentPort?.on('message', async (task: TestTask) => parentPort?.postMessage(await testOneFile(task)));
