import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { StoreLocked } from './errors.ts';
import { lockFolder } from './folder-lock.ts';

it('keeps others out until it is released or its process is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-lock-'));
  const lock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(StoreLocked);
  lock.release();

  const module = new URL('folder-lock.ts', import.meta.url).href;
  const program = `const { lockFolder } = await import(${JSON.stringify(module)});
    globalThis.lock = lockFolder(${JSON.stringify(folder)}); console.log('locked'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(() => lockFolder(folder)).toThrow(StoreLocked);
  child.kill('SIGKILL');
  await once(child, 'exit');
  lockFolder(folder).release();
  rmSync(folder, { recursive: true });
});
