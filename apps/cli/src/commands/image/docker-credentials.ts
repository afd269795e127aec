import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Credentials } from '@breakwater/image';
import { CommandError } from '../../exit-code.ts';

/** The parts of Docker's `config.json` that say who asks a registry. */
interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

const helperMs = 30_000;
/** Under what keys `docker login` keeps Docker Hub. */
const hubKeys = ['https://index.docker.io/v1/', 'index.docker.io', 'docker.io'];

/**
 * What `docker login` (or `podman login`) keeps for a registry: in a credential helper, in the store, or in the file. Undefined when
 * there is nothing. Throws CommandError when the file or a helper is broken.
 */
export async function dockerCredentials(
  registry: string,
  env: NodeJS.ProcessEnv,
): Promise<Credentials | undefined> {
  const path = env.REGISTRY_AUTH_FILE ?? join(env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json');
  const config = await readConfig(path);
  if (config === undefined) return undefined;
  const keys =
    registry === 'docker.io' ? hubKeys : [registry, `https://${registry}`, `https://${registry}/v2/`];
  for (const key of keys) {
    const helper = config.credHelpers?.[key];
    if (helper !== undefined) return askHelper(helper, key);
  }
  for (const key of keys) {
    const { auth, identitytoken } = config.auths?.[key] ?? {};
    if (identitytoken !== undefined && identitytoken !== '') return { identityToken: identitytoken };
    if (auth === undefined || auth === '') continue;
    const [username = '', ...password] = Buffer.from(auth, 'base64').toString('utf8').split(':');
    return { username, password: password.join(':') };
  }
  const store = config.credsStore;
  return store === undefined ? undefined : askHelper(store, keys[0] ?? registry);
}

async function readConfig(path: string): Promise<DockerConfig | undefined> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CommandError(`${path} is no JSON object: log in again, or mend it`);
}

/** The protocol of docker-credential-helpers: `get`, the registry on standard input, JSON on standard output. */
async function askHelper(name: string, registry: string): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(name)) throw new CommandError(`"${name}" is no name of a credential helper`);
  const program = `docker-credential-${name}`;
  const helper = spawn(program, ['get'], { stdio: ['pipe', 'pipe', 'ignore'], timeout: helperMs });
  const ended = new Promise<number | null>((resolve, reject) => {
    helper.once('error', reject);
    helper.once('close', resolve);
  });
  helper.stdin.on('error', () => {});
  helper.stdin.end(registry);
  let output: string;
  let code: number | null;
  try {
    [output, code] = await Promise.all([text(helper.stdout), ended]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`the credential helper ${program} cannot be run: ${reason}`, { cause: error });
  }
  if (code !== 0) {
    if (/credentials not found/i.test(output)) return undefined;
    throw new CommandError(
      `the credential helper ${program} ended with ${code ?? 'a signal'} for ${registry}`,
    );
  }
  return readAnswer(output, program);
}

function readAnswer(output: string, program: string): Credentials {
  try {
    const { Username, Secret } = JSON.parse(output) as { Username?: unknown; Secret?: unknown };
    if (typeof Username === 'string' && typeof Secret === 'string') {
      return Username === '<token>' ? { identityToken: Secret } : { username: Username, password: Secret };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CommandError(`the credential helper ${program} answered with no credentials`);
}
