/**
 * `npm run check`: format and lint, types, and what nothing uses. Changes no file; exits 1 when one of them fails.
 *
 *   npm run check                 all of them
 *   npm run check -- types lint   some of them
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface Check {
  readonly name: string;
  readonly purpose: string;
  readonly command: readonly string[];
}

const checks: readonly Check[] = [
  { name: 'lint', purpose: 'format and lint', command: ['biome', 'check', '--error-on-warnings'] },
  { name: 'types', purpose: 'types of packages, server and CLI', command: ['tsc', '-p', '.'] },
  { name: 'types-web', purpose: 'types of the console', command: ['tsc', '--noEmit', '-p', 'apps/web'] },
  { name: 'unused', purpose: 'unused files, exports and dependencies', command: ['knip'] },
];

interface Outcome {
  readonly check: Check;
  readonly passed: boolean;
  readonly seconds: number;
}

function run(check: Check): Outcome {
  console.log(`\n== ${check.name}: ${check.purpose}`);
  const started = performance.now();
  const { status, error } = spawnSync(process.execPath, [join(root, 'tools/launch.js'), ...check.command], {
    cwd: root,
    stdio: 'inherit',
  });
  if (error !== undefined) throw error;
  return { check, passed: status === 0, seconds: (performance.now() - started) / 1000 };
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(
    `no check is named ${unknown.join(', ')}: there are ${checks.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}
const outcomes = checks.filter(({ name }) => names.length === 0 || names.includes(name)).map(run);
console.log();
for (const { check, passed, seconds } of outcomes) {
  console.log(`${passed ? 'passed' : 'FAILED'}  ${check.name.padEnd(10)} ${seconds.toFixed(1)} s`);
}
process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1;
