import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WrittenImage } from './write-image.ts';

/** The user that the registry knows. */
export const registryUser: { readonly username: string; readonly password: string } = {
  username: 'keeper',
  password: 'harbour',
};
/** bcrypt of the password, as `htpasswd -B` writes it. */
const passwordFile = 'keeper:$2b$05$1IuSyjpY4N9TUYDIUkyxlOUp8pQaMgoQIrhqRe6QL.PI0nf57Mgee\n';

/** A registry (the reference implementation, CNCF distribution) on a port of its own, which wants a password. */
export interface TestRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Stores images and an index or manifest under a tag. */
  readonly push: (
    repository: string,
    tag: string,
    images: readonly WrittenImage[],
    top?: Buffer,
  ) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Why tests on a registry cannot run here; undefined when they can. With REQUIRE_ALL=1 it is always undefined. */
export function whyNoRegistry(): string | undefined {
  if (process.env.REQUIRE_ALL === '1') return undefined;
  const { error } = spawnSync('docker-registry', ['--version']);
  return error === undefined ? undefined : 'docker-registry is not installed (npm run test:setup)';
}

export async function startRegistry(): Promise<TestRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-registry-'));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    auth: { htpasswd: { realm: 'harbour', path: join(folder, 'passwords') } },
    http: { addr: host },
  };
  writeFileSync(join(folder, 'passwords'), passwordFile);
  // JSON is YAML.
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const server = spawn('docker-registry', ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
  await untilReady(host, server);
  return {
    host,
    push: (repository, tag, images, top) => push(`http://${host}/v2/${repository}`, tag, images, top),
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.once('exit', () => resolve());
        server.kill();
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const authorization = `Basic ${Buffer.from(`${registryUser.username}:${registryUser.password}`).toString('base64')}`;

async function push(base: string, tag: string, images: readonly WrittenImage[], top?: Buffer): Promise<void> {
  for (const { members, descriptor } of images) {
    const manifests: Buffer[] = [];
    for (const { path, content } of members) {
      const bytes = Buffer.from(content ?? '');
      const digest = `sha256:${path.slice('blobs/sha256/'.length)}`;
      if (digest === descriptor.digest) manifests.push(bytes);
      else await putBlob(base, digest, bytes);
    }
    for (const manifest of manifests) {
      await putManifest(
        base,
        top === undefined ? tag : String(descriptor.digest),
        manifest,
        String(descriptor.mediaType),
      );
    }
  }
  if (top !== undefined) await putManifest(base, tag, top, 'application/vnd.oci.image.index.v1+json');
}

async function putBlob(base: string, digest: string, bytes: Buffer): Promise<void> {
  const begun = await send(`${base}/blobs/uploads/`, { method: 'POST' }, 202);
  const upload = new URL(begun.headers.get('location') ?? '');
  upload.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await send(upload.href, { method: 'PUT', body: new Uint8Array(bytes), headers }, 201);
}

async function putManifest(base: string, reference: string, bytes: Buffer, mediaType: string): Promise<void> {
  const init = { method: 'PUT', body: new Uint8Array(bytes), headers: { 'content-type': mediaType } };
  await send(`${base}/manifests/${reference}`, init, 201);
}

async function send(url: string, init: RequestInit, expected: number): Promise<Response> {
  const response = await fetch(url, { ...init, headers: { ...init.headers, authorization } });
  if (response.status !== expected)
    throw new Error(`${init.method} ${url}: ${response.status} ${await response.text()}`);
  return response;
}

async function untilReady(host: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`the registry ended with ${server.exitCode}`);
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the registry did not start within 10 seconds');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
