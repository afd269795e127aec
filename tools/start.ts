/**
 * `npm start`: builds the console if needed, then is `breakwater serve --sample` in this very process, so that signals
 * reach it. Arguments after `--` pass through: `npm start -- --port 9000`.
 */
import { join } from 'node:path';
import { buildConsole } from './console-build.ts';

buildConsole();
const main = join(import.meta.dirname, '../apps/cli/src/main.ts');
process.argv = [process.execPath, main, 'serve', '--sample', ...process.argv.slice(2)];
await import(main);
