import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A moto server on loopback: an empty AWS that remembers what it is told until it stops. */
export interface Moto {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Keys that moto takes; the account is always `motoAccount` unless a role of another one is assumed. */
export const motoCredentials = { accessKeyId: 'testing', secretAccessKey: 'testing' } as const;
export const motoAccount = '123456789012';

const root = join(import.meta.dirname, '..', '..', '..');
const program = join(root, '.venv', 'bin', 'moto_server');
const startTimeoutMs = 60_000;
/** Runs moto until standard input ends: also when the test is killed, so that none is left behind. */
const untilInputEnds = '"$0" -H 127.0.0.1 -p 0 & cat > /dev/null; kill -9 $!; wait';

/**
 * Why tests on moto cannot run here; undefined when they can. With REQUIRE_ALL=1 it is always undefined, so that
 * they run and fail:
 * `describe.skipIf(whyNoMoto() !== undefined)('…' + (whyNoMoto() ?? ''), …)`
 */
export function whyNoMoto(): string | undefined {
  if (process.env.REQUIRE_ALL === '1' || existsSync(program)) return undefined;
  return 'moto is not installed; run npm run test:setup';
}

/** Starts moto on a free port. Throws when it is not installed or does not come up. */
export async function startMoto(): Promise<Moto> {
  if (!existsSync(program)) throw new Error(`${program} is missing; run npm run test:setup`);
  const child = spawn('sh', ['-c', untilInputEnds, program], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NO_COLOR: '1',
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
    },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await exited;
  };
  const said: string[] = [];
  const endpoint = await new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), startTimeoutMs);
    const settle = (value: string | undefined): void => {
      clearTimeout(timer);
      resolve(value);
    };
    child.once('error', () => settle(undefined));
    child.once('exit', () => settle(undefined));
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      if (said.length < 50) said.push(text);
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said.join(''))?.[0];
      if (address !== undefined) settle(address);
    });
  });
  if (endpoint !== undefined) return { endpoint, stop };
  await stop();
  throw new Error(`moto did not start: ${said.join('').trim() || 'it said nothing'}`);
}
