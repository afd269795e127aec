import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const bin = join(import.meta.dirname, '../../../bin/breakwater.js');
const zip = readFileSync(join(import.meta.dirname, '../../../../../packages/vuln/src/testdata/all.zip'));

let folder: string;
let server: Server;
let url: string;
let files: Map<string, string | Buffer>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'advisories-'));
  files = new Map<string, string | Buffer>([
    ['/npm/all.zip', zip],
    ['/kev.json', JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2024-1' }] })],
  ]);
  server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

test('update, update of what changed, roll-back', async () => {
  const update = [
    'update',
    '--mirror',
    url,
    '--ecosystem',
    'npm',
    '--kev',
    `${url}/kev.json`,
    '--epss',
    'none',
  ];
  const first = await run(...update, '--json');
  expect(first.stderr).toBe('npm: whole\n');
  expect(JSON.parse(first.stdout)).toMatchObject({ records: 1, knownExploited: 1, ecosystems: { npm: 1 } });

  files.set('/npm/modified_id.csv', '2024-05-01T00:00:00Z,GHSA-zipped\n2024-01-01T00:00:00Z,GHSA-old\n');
  files.set(
    '/npm/GHSA-zipped.json',
    JSON.stringify({
      id: 'GHSA-zipped',
      modified: '2024-05-01T00:00:00Z',
      withdrawn: '2024-05-01T00:00:00Z',
      affected: [],
    }),
  );
  const second = await run(...update, '--json');
  expect(second.stderr).toBe('npm: 1 changed record\n');
  expect(JSON.parse(second.stdout)).toMatchObject({ records: 0, withdrawn: 1 });

  expect(JSON.parse((await run('rollback', '--json')).stdout)).toMatchObject({ records: 1 });
  expect((await run('rollback')).stderr).toContain('no earlier data set to return to');
});

test('an update that fails leaves the data in use as it was', async () => {
  await run('update', '--mirror', url, '--ecosystem', 'npm', '--kev', 'none', '--epss', 'none');
  files.clear();
  const failed = await run(
    'update',
    '--mirror',
    url,
    '--ecosystem',
    'npm',
    '--full',
    '--kev',
    'none',
    '--epss',
    'none',
  );
  expect(failed.code).toBe(2);
  expect(failed.stderr).toContain(
    `the data in use is as before: ${url}/npm/all.zip: the server answered 404`,
  );
  expect(JSON.parse((await run('status', '--json')).stdout)).toMatchObject({ records: 1 });
});

test.each([
  ['today', 0, '0 days old', false],
  ['a day ago', 1, '1 day old', false],
  ['long ago', 30, '30 days old', true],
])('status tells the age of data modified %s, and warns when it is old', async (_, days, age, isOld) => {
  const path = join(folder, 'osv.jsonl');
  const modified = new Date(Date.now() - days * 86_400_000 - 60_000).toISOString();
  const affected = [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'] }];
  writeFileSync(path, JSON.stringify({ id: 'GHSA-1', modified, affected }));
  await run('import', path);
  const { stdout } = await run('status');
  expect(stdout).toContain(age);
  expect(stdout.includes('breakwater advisories update')).toBe(isOld);
  expect(JSON.parse((await run('status', '--json')).stdout)).toMatchObject({ ageDays: days });
});

test('three data sets are kept', async () => {
  for (let version = 1; version <= 4; version += 1) {
    const path = join(folder, 'osv.jsonl');
    writeFileSync(path, JSON.stringify({ id: `GHSA-${version}`, affected: [] }));
    await run('import', path);
  }
  const kept = readdirSync(join(folder, 'breakwater')).filter((name) => name.endsWith('.sqlite'));
  expect(kept).toHaveLength(3);
});

test('an ecosystem that is not matched is refused with those that are', async () => {
  const { code, stderr } = await run('update', '--ecosystem', 'CRAN');
  expect(code).toBe(2);
  expect(stderr).toMatch(/"CRAN" are not matched; known are Debian, /);
});

function run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, XDG_CACHE_HOME: folder };
    execFile(process.execPath, [bin, 'advisories', ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}
