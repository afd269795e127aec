/**
 * Creates the Python environment that tests use (moto, an AWS stand-in): `.venv` in the repository's root, with
 * exactly the pinned packages of requirements.txt. Does nothing when it already holds them.
 *
 * Run: node tools/launch.js tools/python/setup.ts
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const requirements = join(here, 'requirements.txt');
const venv = join(root, '.venv');
const python = join(venv, 'bin', 'python');
/** Holds the hash of the requirements that were installed; written last, so that a broken set-up is repeated. */
const mark = join(venv, 'breakwater-requirements.sha256');

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined) throw new Error(`cannot run ${command}: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

function setUp(): void {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(mark) && existsSync(python) && readFileSync(mark, 'utf8').trim() === wanted) {
    console.log(`Python environment is up to date: ${venv}`);
    return;
  }
  rmSync(venv, { recursive: true, force: true });
  run('python3', ['-m', 'venv', venv]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(mark, `${wanted}\n`);
  console.log(`Python environment is ready: ${venv}`);
}

try {
  setUp();
} catch (error) {
  console.error(`tools/python/setup.ts: ${error instanceof Error ? error.message : String(error)}`);
  console.error(
    'It needs python3 (3.9 or later) with the venv module (Debian: apt-get install python3-venv) and a package index.',
  );
  process.exitCode = 2;
}
