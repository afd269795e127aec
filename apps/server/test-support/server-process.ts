import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** A server in a process of its own: it can be killed. */
export interface ServerProcess {
  readonly address: string;
  readonly pid: number;
  readonly setupToken: string | undefined;
  /** SIGKILL, and the end of the process. */
  readonly kill: () => Promise<void>;
  /** SIGTERM; the exit code. */
  readonly terminate: () => Promise<number | null>;
}

const main = resolve(import.meta.dirname, '../../cli/src/main.ts');
const startMs = 30_000;

/** Starts `breakwater serve` on any free port and waits until it is ready. */
export async function spawnServer(data: string, flags: readonly string[] = []): Promise<ServerProcess> {
  const args = [main, 'serve', '--data', data, '--port', '0', '--log-level', 'error', ...flags];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = await readUntilReady(child);
  const address = /ready at (\S+)/.exec(output)?.[1] ?? '';
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  return {
    address,
    pid: child.pid ?? 0,
    setupToken: /one-time token: (\S+)/.exec(output)?.[1],
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    terminate: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

function readUntilReady(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let output = '';
    let errors = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(new Error(`the server was not ready in ${startMs} ms: ${output}${errors}`));
    }, startMs);
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      if (!output.includes('Press Ctrl+C')) return;
      clearTimeout(timer);
      done(output);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`the server ended with ${code}: ${errors}`));
    });
  });
}
