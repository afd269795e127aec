import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { builtConsole } from '../apps/web/e2e/support/console.ts';

const root = resolve(import.meta.dirname, '..');

let folder: string;
let started: ChildProcess | undefined;

beforeAll(builtConsole, 120_000);

afterEach(async () => {
  if (started?.exitCode === null) started.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

it('npm start serves the console, and ends with all its processes when npm is told to', {
  timeout: 90_000,
}, async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-start-'));
  started = spawn('npm', ['start', '--', '--data', join(folder, 'data'), '--port', '0'], { cwd: root });
  const output = await outputUntil(started, /token: \S+/);

  const address = /ready at (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1] ?? '';
  const page = await fetch(address);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<div id="root">');

  const ended = new Promise<number | null>((done) => started?.once('exit', done));
  started.kill('SIGTERM');
  expect(await ended).toBe(0);
  await expect(fetch(address)).rejects.toThrow('fetch failed');
});

/** What a process prints until the pattern is there. */
function outputUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = '';
  return new Promise((done, fail) => {
    function take(chunk: Buffer): void {
      output += chunk.toString('utf8');
      if (pattern.test(output)) done(output);
    }
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`npm start ended with ${code}:\n${output}`)));
  });
}
