/**
 * `npm run dev`: the server, started again when one of its files changes, and the console with hot reload, which asks
 * that server. Arguments after `--` go to `breakwater serve`. The console's address is printed by vite.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const portAt = args.indexOf('--port');
const port = (portAt === -1 ? undefined : args[portAt + 1]) ?? process.env.BREAKWATER_PORT ?? '8080';

const children = [
  run(['--watch', '--watch-preserve-output', 'apps/cli/src/main.ts', 'serve', '--sample', ...args]),
  run(['tools/launch.js', 'vite', 'apps/web', '--clearScreen', 'false']),
];

function run(command: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BREAKWATER_DEV_SERVER: `http://127.0.0.1:${port}` },
  });
  child.on('exit', (code) => {
    process.exitCode ??= code ?? 0;
    stopAll('SIGTERM');
  });
  return child;
}

/** One that ends takes the other with it. */
function stopAll(signal: NodeJS.Signals): void {
  for (const child of children) if (child.exitCode === null) child.kill(signal);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopAll(signal));
