import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** What the built console is made from. */
const inputs = [
  'apps/web/{index.html,package.json,*.ts}',
  'apps/web/src/**/*',
  'packages/{api,capture,investigate,model,rules,sources}/src/**/*.{ts,json}',
  'package-lock.json',
];

/** Builds the console into apps/web/dist, unless what is there is newer than everything it is made from. */
export function buildConsole(): void {
  const built = statSync(join(root, 'apps/web/dist/index.html'), { throwIfNoEntry: false });
  if (built !== undefined && built.mtimeMs > newestInput()) return;
  process.stderr.write('Building the console …\n');
  const { status, error } = spawnSync(
    process.execPath,
    [join(root, 'tools/launch.js'), 'vite', 'build', 'apps/web', '--logLevel', 'warn'],
    // Under a test runner the environment asks for React's development build.
    { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`building the console ended with ${status}`);
}

function newestInput(): number {
  const files = globSync(inputs, { cwd: root });
  return Math.max(...files.map((file) => statSync(join(root, file)).mtimeMs));
}
