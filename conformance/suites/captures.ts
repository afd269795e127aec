import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Case, Outcome, Suite } from '../suite.ts';

/**
 * Syscall captures with what Falco raised on them: `NAME.scap` with `NAME[.VARIANT].alerts.jsonl` beside; one case
 * is a capture and one alerts file.
 */
export const captures: Suite = {
  name: 'captures',
  defaultPath: 'scap',
  async cases(path) {
    const files = await listCaptures(path);
    return (await Promise.all(files.map(casesOf))).flat();
  },
};

async function listCaptures(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => name.endsWith('.scap'))
    .sort()
    .map((name) => join(path, name));
}

async function casesOf(capture: string): Promise<readonly Case[]> {
  const name = basename(capture).replace(/\..*$/s, '');
  const beside = await readdir(dirname(capture));
  return beside
    .filter((file) => file.startsWith(`${name}.`) && file.endsWith('.alerts.jsonl'))
    .sort()
    .map((file) => ({ id: `${basename(capture)}/${file}`, run: failUnread }));
}

/** No package reads captures, so no case can pass. */
function failUnread(): Outcome {
  return { passed: false, actual: 'no package reads captures yet' };
}
