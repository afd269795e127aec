import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeManifest } from '../../test-support/write-image.ts';
import { writeTar } from '../../test-support/write-tar.ts';
import { readAttestations } from '../attestations/read-attestations.ts';
import { readFileTree } from '../read-file-tree.ts';
import { readChallenges } from './challenge.ts';
import { openRegistryImage, type PullOptions } from './open-registry-image.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const image = writeManifest({ layers: [{ tar: writeTar([{ path: 'a', content: 'b'.repeat(9000) }]) }] });
const blobs = new Map(
  image.members.map(({ path, content }) => [path.slice('blobs/sha256/'.length), Buffer.from(content ?? '')]),
);
const manifestDigest = String(image.descriptor.digest);
const layerDigest = `sha256:${image.layerPaths[0]?.slice('blobs/sha256/'.length)}`;

let folder: string;
let servers: Server[];
let seen: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-pull-'));
  servers = [];
  seen = [];
});

afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

test('a token is asked for once, with the scope that the registry names', async () => {
  const tokens = await serve((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`);
    response.end(JSON.stringify({ token: 'abc' }));
  });
  const scope = 'repository:team/app:pull';
  const host = await serve((request, response) => {
    if (request.headers.authorization === 'Bearer abc') return answer(request, response);
    const challenge = `Bearer realm="http://${tokens}/token",service="reg",scope="${scope}"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
  });
  await pull(host, { credentialsFor: async () => ({ username: 'me', password: 'pw' }) });
  const basic = Buffer.from('me:pw').toString('base64');
  expect(seen).toEqual([`/token?scope=${encodeURIComponent(scope)}&service=reg Basic ${basic}`]);
});

test('a redirect to a store is followed without the authorization', async () => {
  const store = await serve((request, response) => {
    seen.push(String(request.headers.authorization));
    answer(request, response);
  });
  const host = await serve((request, response) => {
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    } else if (request.url?.includes('/blobs/') === true) {
      response.writeHead(307, { location: `http://${store}${request.url}` }).end();
    } else answer(request, response);
  });
  await pull(host, { credentialsFor: async () => ({ username: 'me', password: 'pw' }) });
  expect(new Set(seen)).toEqual(new Set(['undefined']));
});

test.each([
  [
    'the metadata endpoint',
    'http://169.254.170.2/v2/credentials',
    /which is not https|an address of this machine/,
  ],
  ['another scheme', 'file:///etc/passwd', /is not https/],
  ['no URL', 'http://[', /is no URL/],
])('a token service at %s is not gone to', async (_name, realm, reason) => {
  const fetch: PullOptions['fetch'] = async (url) => {
    seen.push(url);
    return new Response(null, { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}"` } });
  };
  await expect(pull('registry.example.com', { fetch, insecureRegistries: [] })).rejects.toThrow(reason);
  expect(seen.every((url) => url.startsWith('https://registry.example.com/'))).toBe(true);
});

test('who knows the digest already ends the pull before anything else is fetched', async () => {
  const host = await serve((request, response) => {
    seen.push(String(request.url));
    answer(request, response);
  });
  const onChosen = async (digest: string) => {
    throw new Error(`known: ${digest}`);
  };
  await expect(pull(host, { onChosen })).rejects.toThrow(`known: ${manifestDigest}`);
  expect(seen.filter((url) => !url.includes('/manifests/'))).toEqual([]);
});

test('a layer that is known from an earlier scan is not fetched', async () => {
  const kept = new Map<string, Buffer>();
  const store = {
    get: async (name: string) => kept.get(name),
    put: async (name: string, bytes: Buffer) => void kept.set(name, bytes),
  };
  const options = { selection: { wants: () => true }, cache: { store, version: '1' } };
  const host = await serve((request, response) => {
    if (request.url?.endsWith(layerDigest) === true) seen.push('layer');
    answer(request, response);
  });
  const first = await readFileTree(await open(host), options);
  expect(seen).toEqual(['layer']);
  rmSync(folder, { recursive: true });
  const second = await readFileTree(await open(host), options);
  expect(seen).toEqual(['layer']);
  expect(second.tree.read('a')).toEqual(first.tree.read('a'));
  expect(second.tree.layers).toEqual(first.tree.layers);
});

test('a mirror that has the manifest but not a layer is passed over for the layer', async () => {
  const registry = await serve((request, response) => {
    seen.push(String(request.url?.split('/').at(-1)));
    answer(request, response);
  });
  const mirror = await serve((request, response) => {
    if (request.url?.endsWith(layerDigest) === true) response.writeHead(404).end();
    else answer(request, response);
  });
  await pull(registry, { mirrors: new Map([[registry, [`http://${mirror}`]]]) });
  expect(seen).toEqual([layerDigest]);
});

test('redirects in a circle end', async () => {
  const host = await serve((request, response) => {
    response.writeHead(302, { location: `${request.url}` }).end();
  });
  await expect(pull(host)).rejects.toThrow('redirects more than 5 times');
});

test('a layer that breaks off is gone on with, and a busy registry is asked again', async () => {
  let attempts = 0;
  const host = await serve((request, response) => {
    if (request.url?.endsWith(layerDigest) !== true) return answer(request, response);
    attempts += 1;
    const bytes = blobs.get(layerDigest.slice(7)) ?? Buffer.alloc(0);
    if (attempts === 1) response.writeHead(429, { 'retry-after': '0' }).end();
    else if (attempts === 2) {
      response.writeHead(200, { 'content-length': String(bytes.length) });
      response.write(bytes.subarray(0, 20), () => setTimeout(() => response.destroy(), 200));
    } else {
      seen.push(String(request.headers.range));
      response.writeHead(206).end(bytes.subarray(20));
    }
  });
  const opened = await pull(host);
  expect((await opened.layers[0]?.open?.())?.size).toBe(blobs.get(layerDigest.slice(7))?.length);
  expect(seen).toEqual(['bytes=20-']);
});

test('bytes that are not those of the digest are refused', async () => {
  const host = await serve((request, response) => {
    if (request.url?.endsWith(layerDigest) === true) response.end('other');
    else answer(request, response);
  });
  await expect(pull(host)).rejects.toThrow(/its content has the digest sha256:/);
});

test('a manifest that is not the one asked for by digest is refused', async () => {
  const host = await serve((_request, response) => response.end('{}'));
  await expect(pull(`${host}/team/app@${manifestDigest}`)).rejects.toThrow('sent a manifest with the digest');
});

test.each([
  [503, 'the registry answered 503'],
  [403, 'does not let you read it'],
  [404, 'has no such image'],
])('an answer %d is told', async (status, message) => {
  const host = await serve((_request, response) => response.writeHead(status).end());
  await expect(pull(host)).rejects.toThrow(message);
});

test('a registry that is not there is told with the reason', async () => {
  const host = await serve(answer);
  await new Promise((resolve) => servers[0]?.close(resolve));
  await expect(pull(host)).rejects.toThrow('cannot be fetched: connect ECONNREFUSED');
});

test('a part that was left by another process is gone on with', async () => {
  const bytes = blobs.get(layerDigest.slice(7)) ?? Buffer.alloc(0);
  writeFileSync(join(folder, `${layerDigest.replace(':', '-')}.part`), bytes.subarray(0, 30));
  const host = await serve((request, response) => {
    if (request.headers.range !== undefined) seen.push(request.headers.range);
    answer(request, response);
  });
  await pull(host);
  expect(seen).toEqual(['bytes=30-']);
});

test.each([
  ['Basic realm="x y"', [['basic', { realm: 'x y' }]]],
  [
    'Bearer realm="https://a/b?c=d",service=s,scope="a:b:pull,push"',
    [['bearer', { realm: 'https://a/b?c=d', service: 's', scope: 'a:b:pull,push' }]],
  ],
  [
    'BEARER realm = "a\\"b" , Basic realm="c"',
    [
      ['bearer', { realm: 'a"b' }],
      ['basic', { realm: 'c' }],
    ],
  ],
  ['', []],
  ['realm="x"', []],
])('%s', (header, expected) => {
  const found = readChallenges(header).map(({ scheme, parameters }) => [
    scheme,
    Object.fromEntries(parameters),
  ]);
  expect(found).toEqual(expected);
});

/** Opens the image and fetches its layers. */
const attestedVex = { '@context': 'https://openvex.dev/ns/v0.2.0', statements: [] };

/** A manifest that holds an OpenVEX document, with its blobs. */
function attachedManifest(subject?: object) {
  const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
  const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const layer = bytesOf(attestedVex);
  const descriptor = { mediaType: 'application/openvex+json', digest: digestOf(layer), size: layer.length };
  const manifest = bytesOf({
    schemaVersion: 2,
    config: {},
    layers: [descriptor],
    ...(subject && { subject }),
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const artifactType = 'application/openvex+json';
  const entry = { mediaType, digest: digestOf(manifest), size: manifest.length, artifactType };
  return {
    entry,
    manifest,
    blobs: new Map([
      [entry.digest, manifest],
      [descriptor.digest, layer],
    ]),
  };
}

const tag = `sha256-${manifestDigest.slice(7)}`;

test.each([
  ['that the registry lists as a referrer', `/v2/team/app/referrers/${manifestDigest}`],
  ['by the tag that stands for referrers', `/v2/team/app/manifests/${tag}`],
  ['by the tag of cosign', `/v2/team/app/manifests/${tag}.att`],
])('an attestation %s is read', async (_, path) => {
  const attached = attachedManifest({ digest: manifestDigest });
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [attached.entry] }));
  const host = await serve((request, response) => {
    const name = request.url?.split('/').at(-1) ?? '';
    const bytes =
      request.url === path ? (path.endsWith('.att') ? attached.manifest : index) : attached.blobs.get(name);
    if (bytes === undefined) answer(request, response);
    else response.end(bytes);
  });
  expect(await readAttestations(await open(host))).toEqual({
    attestations: [
      { predicateType: attestedVex['@context'], predicate: attestedVex, digest: expect.any(String) },
    ],
    problems: [],
  });
});

test.each([
  ['its manifest', '/v2/team/app/manifests/1', 'too-large'],
  ['what is attached', `/v2/team/app/referrers/${manifestDigest}`, 'registry'],
])('an answer without an end is given up: %s', async (_, path, code) => {
  const endless = await serve((request, response) => {
    if (request.url !== path) return answer(request, response);
    response.writeHead(200, { 'content-type': 'application/json' });
    const send = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 32)));
      if (!response.destroyed) response.once('drain', send);
    };
    send();
  });
  await expect(open(endless).then(readAttestations)).rejects.toMatchObject({ code });
});

test('nothing attached is nothing wrong', async () => {
  const host = await serve(answer);
  expect(await readAttestations(await open(host))).toEqual({ attestations: [], problems: [] });
});

test.each([403, 429, 503])('a registry that does not say what is attached is told: %i', async (status) => {
  const broken = await serve((request, response) => {
    if (request.url?.includes('referrers') === true) response.writeHead(status).end();
    else answer(request, response);
  });
  const told = new RegExp(`what is attached: it answered ${status}`);
  await expect(open(broken).then(readAttestations)).rejects.toThrow(told);
});

async function pull(name: string, changes: Partial<PullOptions> = {}) {
  const opened = await open(name, changes);
  await Promise.all(opened.layers.map((layer) => layer.open?.()));
  return opened;
}

function open(name: string, changes: Partial<PullOptions> = {}) {
  const [host = ''] = name.split('/');
  return openRegistryImage(name.includes('/') ? name : `${name}/team/app:1`, {
    folder,
    fetch: globalThis.fetch,
    credentialsFor: async () => undefined,
    insecureRegistries: [host],
    ...changes,
  });
}

async function serve(handle: Answer): Promise<string> {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A registry without authorization that holds the one image. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const name = request.url?.split('/').at(-1) ?? '';
  const digest = name === '1' ? manifestDigest : name;
  const bytes = blobs.get(digest.replace('sha256:', ''));
  if (bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const type = digest === manifestDigest ? String(image.descriptor.mediaType) : 'application/octet-stream';
  response.writeHead(start > 0 ? 206 : 200, { 'content-type': type }).end(bytes.subarray(start));
}
