import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ImageScan, routes } from '@breakwater/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeManifest } from '../../../packages/image/test-support/write-image.ts';
import { writeTar } from '../../../packages/image/test-support/write-tar.ts';
import { type Client, startTestServer, type TestServer } from '../test-support/test-server.ts';

const status = 'Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.0.14-1\n\n';
const layer = writeTar([
  { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
  { path: 'var/lib/dpkg/status', content: status },
]);
const image = writeManifest({ layers: [{ tar: layer }], config: { Cmd: ['sh'] } });
const digest = String(image.descriptor.digest);
const layerDigest = `sha256:${image.layerPaths[0]?.split('/').at(-1)}`;
const blobs = new Map(
  image.members.map(({ path, content }) => [`sha256:${path.split('/').at(-1)}`, Buffer.from(content ?? '')]),
);

let registry: Server;
let host: string;
let asked: string[];
let server: TestServer;
let admin: Client;

beforeAll(async () => {
  registry = createServer((request, response) => {
    const url = request.url ?? '';
    asked.push(url);
    const name = url.split('/').at(-1) ?? '';
    const wanted = name === '1' ? digest : name;
    const bytes = blobs.get(wanted);
    if (bytes === undefined) response.writeHead(404).end();
    else {
      const type = wanted === digest ? String(image.descriptor.mediaType) : 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(bytes);
    }
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
  server = await startTestServer({
    scan: {
      openAdvisories: async () => undefined,
      credentialsFor: async () => undefined,
      insecureRegistries: [host],
    },
  });
  admin = server.administrator;
});
afterAll(async () => {
  await server.stop();
  registry.closeAllConnections();
  await new Promise((resolve) => registry.close(resolve));
});

async function scan(reference: string, isForced = false, client = admin): Promise<ImageScan> {
  asked = [];
  const { id } = await client.call(routes.startImageScan, { body: { reference, isForced } });
  for (let waited = 0; waited < 20_000; waited += 50) {
    const { scans } = await client.call(routes.listImageScans, {});
    const one = scans.find((candidate) => candidate.id === id);
    if (one?.state === 'done' || one?.state === 'failed') return one;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${reference} was not scanned within 20 s`);
}

it('an image of a registry is pulled, scanned, judged and listed', async () => {
  expect(await scan(`${host}/team/shop:1`)).toMatchObject({ state: 'done', digest, wasKnown: false });
  const detail = await admin.call(routes.getImage, { params: { digest } });
  expect(detail.row).toMatchObject({ repository: 'team/shop', tag: '1', origins: ['console'] });
  expect(detail.report.sbom.packages.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'openssl 3.0.14-1',
  ]);
  // Without advisories nothing is known to be good.
  expect(detail.row.status).toBe('incomplete');
  const { rows } = await admin.call(routes.listAuditLog, {});
  expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(['startImageScan', 'scanImage']));
});

it('a digest that is known is not pulled again, unless it is asked for', async () => {
  expect(await scan(`${host}/team/shop:1`)).toMatchObject({ state: 'done', digest, wasKnown: true });
  expect(asked.filter((url) => url.includes('/blobs/'))).toEqual([]);
  expect(await scan(`${host}/team/shop:1`, true)).toMatchObject({ state: 'done', wasKnown: false });
  // The layer was read before: what came of it is kept, and only the rest is asked for again.
  const blobs = asked.filter((url) => url.includes('/blobs/'));
  expect(blobs.length).toBeGreaterThan(0);
  expect(blobs.filter((url) => url.endsWith(layerDigest))).toEqual([]);
  const detail = await admin.call(routes.getImage, { params: { digest } });
  expect(detail.report.sbom.packages.map(({ name }) => name)).toEqual(['openssl']);
});

it('what cannot be scanned says why', async () => {
  const missing = await scan(`${host}/team/shop:2`);
  expect(missing).toMatchObject({ state: 'failed', error: expect.stringContaining('no such image') });
  const near = await scan('localhost:9/team/shop:1');
  expect(near).toMatchObject({ state: 'failed', error: expect.stringMatching(/server's own machine/) });
  const metadata = await scan('169.254.169.254/latest/meta-data:1');
  expect(metadata).toMatchObject({ state: 'failed', error: expect.stringMatching(/not asked/) });
});

it.each(['UPPER/case:x y', 'a@b@c', ''])('"%s" is refused as no reference', async (reference) => {
  await expect(admin.call(routes.startImageScan, { body: { reference } })).rejects.toMatchObject({
    status: 400,
  });
});

it('a team gets no result that it could not see', async () => {
  const team = await server.addTeam('narrow', { op: '=', field: 'account', value: '999999999999' });
  const eve = await server.addUser('eve', 'analyst', team);
  const result = await scan(`${host}/team/shop:1`, true, eve);
  expect(result).toMatchObject({ state: 'failed', error: expect.stringContaining('no task of your teams') });
  expect((await eve.call(routes.listImageScans, {})).scans.map(({ requestedBy }) => requestedBy)).toEqual([
    'eve',
  ]);
});
