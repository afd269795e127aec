import { routes } from '@breakwater/api';
import type { ImageReport, Match, Package } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, imageReport, ndjson, stoppedTask } from '../test-support/samples.ts';
import { type Client, startTestServer, type TestServer } from '../test-support/test-server.ts';

let server: TestServer;
let admin: Client;
beforeAll(async () => {
  server = await startTestServer();
  admin = server.administrator;
  const scanner = await server.addToken(['scan']);
  for (const [name, change] of Object.entries(stored)) {
    const report = imageReport(digestOf(name), {
      advisories: { hash: 'x', records: 5 },
      sbom: { packages: [openssl] },
      ...change,
    });
    await scanner.call(routes.uploadImage, { body: { origin: 'cli', report } });
  }
});
afterAll(() => server.stop());

const openssl: Package = {
  type: 'deb',
  name: 'openssl',
  version: '3.0.14',
  purl: 'pkg:deb/debian/openssl@3.0.14',
  locations: [],
  licenses: ['Apache-2.0'],
  foundBy: 'dpkg',
};

function vulnerability(id: string, severity: Match['severity']): Match {
  const { type, name, version, purl } = openssl;
  return {
    id,
    aliases: [],
    summary: '',
    severity,
    isKnownExploited: false,
    fixState: 'not-fixed',
    package: { type, name, version, purl },
    details: [],
  };
}

const stored: Readonly<Record<string, Partial<ImageReport>>> = {
  a1: { repository: 'shop/web', tag: '1', matches: [vulnerability('CVE-2026-1', 'high')] },
  a2: { repository: 'shop/web', tag: '2', matches: [vulnerability('CVE-2026-2', 'low')] },
  a3: { repository: 'shop/api', tag: '1', matches: [vulnerability('CVE-2026-1', 'high')] },
};

const noHigh = `name: no-high
applies:
  repositories: ['shop/*']
gates:
  - name: high
    type: vulnerabilities
    severityAtLeast: high
`;

async function statuses(): Promise<Readonly<Record<string, string>>> {
  const { rows } = await admin.call(routes.listImages, {});
  return Object.fromEntries(rows.map((row) => [row.digest.slice(7, 9), row.status]));
}

/** Policies are judged by a job: soon, not at once. */
async function judged(): Promise<Readonly<Record<string, string>>> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    const { pending } = await admin.call(routes.listImagePolicies, {});
    if (pending === 0) return statuses();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('images were not judged within 20 s');
}

describe('image policies', () => {
  it('come shipped, one of them switched on', async () => {
    const { policies } = await admin.call(routes.listImagePolicies, {});
    expect(policies.filter(({ isEnabled }) => isEnabled).map(({ name }) => name)).toEqual(['default']);
    expect(policies.every(({ origin, isEdited, error }) => origin === 'shipped' && !isEdited && !error)).toBe(
      true,
    );
    expect(await judged()).toEqual({ a1: 'passed', a2: 'passed', a3: 'passed' });
  });

  it('tell every mistake with its line, and are not saved with one', async () => {
    const text = 'name: x\ngates:\n  - name: a\n    type: vulnerabilities\n    severityAtLeast: awful\n';
    const { problems } = await admin.call(routes.checkImagePolicy, { body: { text } });
    expect(problems).toEqual([
      expect.objectContaining({ line: 5, field: expect.stringContaining('gates[0]') }),
    ]);
    await expect(
      admin.call(routes.createImagePolicy, { body: { text, isEnabled: true } }),
    ).rejects.toMatchObject({
      status: 400,
      code: 'invalid-policy',
      details: [expect.objectContaining({ path: 'text:5' })],
    });
  });

  it('show what they would change before they are saved', async () => {
    const preview = await admin.call(routes.previewImagePolicy, { body: { text: noHigh } });
    expect(preview).toMatchObject({ examined: 3, total: 3, selected: 3, failed: 2, newlyFailed: 2 });
    expect(preview.changes.map(({ digest, from, to }) => [digest.slice(7, 9), from, to])).toEqual([
      ['a1', 'passed', 'failed'],
      ['a3', 'passed', 'failed'],
    ]);
    expect(await statuses()).toEqual({ a1: 'passed', a2: 'passed', a3: 'passed' });
  });

  it('judge every stored image once they are saved, and again when one is changed, switched off, restored', async () => {
    const made = await admin.call(routes.createImagePolicy, { body: { text: noHigh, isEnabled: true } });
    expect(await judged()).toEqual({ a1: 'failed', a2: 'passed', a3: 'failed' });
    const { policies } = await admin.call(routes.listImagePolicies, {});
    expect(policies.find(({ id }) => id === made.id)).toMatchObject({ failed: 2, gates: 1, revision: 1 });
    const detail = await admin.call(routes.getImage, { params: { digest: digestOf('a1') } });
    expect(detail.row.failedPolicies).toEqual(['no-high']);
    expect(detail.verdicts.find(({ policy }) => policy === 'no-high')?.reasons[0]?.message).toContain(
      'CVE-2026-1',
    );

    const params = { id: made.id };
    const narrower = { text: noHigh.replace('shop/*', 'shop/api'), isEnabled: true };
    const update = { params, query: { revision: 1 }, body: narrower };
    await admin.call(routes.updateImagePolicy, update);
    expect(await judged()).toEqual({ a1: 'passed', a2: 'passed', a3: 'failed' });
    await expect(admin.call(routes.updateImagePolicy, update)).rejects.toMatchObject({ status: 409 });

    await admin.call(routes.updateImagePolicy, {
      params,
      query: { revision: 2 },
      body: { ...narrower, isEnabled: false },
    });
    expect(await judged()).toEqual({ a1: 'passed', a2: 'passed', a3: 'passed' });
    await admin.call(routes.restoreImagePolicy, { params, body: { revision: 1 } });
    expect(await judged()).toEqual({ a1: 'failed', a2: 'passed', a3: 'failed' });
    const { versions } = await admin.call(routes.listImagePolicyVersions, { params });
    expect(versions.map(({ revision, change, isEnabled }) => [revision, change, isEnabled])).toEqual([
      [4, 'restored revision 1', true],
      [3, 'disabled', false],
      [2, 'edited', true],
      [1, 'created', true],
    ]);
    const log = await admin.call(routes.listAuditLog, {});
    expect(log.rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['createImagePolicy', 'updateImagePolicy', 'restoreImagePolicy']),
    );
  }, 60_000);

  it('may choose images by where they run', async () => {
    const text = noHigh.replace('no-high', 'in-shop').replace("repositories: ['shop/*']", 'clusters: [shop]');
    const before = await admin.call(routes.previewImagePolicy, { body: { text } });
    const intake = await server.addToken(['intake']);
    const running = {
      lastStatus: 'RUNNING',
      stoppedAt: undefined,
      stopCode: undefined,
      containers: [{ name: 'app', lastStatus: 'RUNNING', imageDigest: digestOf('a2') }],
    };
    const body = ndjson([stoppedTask('p1', '111111111111', 'eu-west-1', running)]);
    await intake.transport(routes.intakeEventBridge.path, { method: 'POST', body });
    for (let tries = 0; tries < 100; tries += 1) {
      const { row } = await admin.call(routes.getImage, { params: { digest: digestOf('a2') } });
      if (row.runningTasks > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const after = await admin.call(routes.previewImagePolicy, { body: { text } });
    const elsewhere = text.replace('[shop]', '[other]');
    const other = await admin.call(routes.previewImagePolicy, { body: { text: elsewhere } });
    expect([before.selected, after.selected, other.selected]).toEqual([0, 1, 0]);
  });

  it('have names of their own; shipped ones are not deleted', async () => {
    await expect(
      admin.call(routes.createImagePolicy, { body: { text: noHigh, isEnabled: false } }),
    ).rejects.toMatchObject({ status: 409, code: 'name-taken' });
    await expect(admin.call(routes.deleteImagePolicy, { params: { id: 'default' } })).rejects.toMatchObject({
      status: 409,
      code: 'shipped-policy',
    });
  });
});

describe('an accepted risk', () => {
  const expires = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  const risk = { kind: 'vulnerability', subject: 'CVE-2026-1', reason: 'not reachable', expires } as const;

  it('of one image lets that image alone pass, at once, until it is revoked', async () => {
    const where = { kind: 'image', digest: digestOf('a1') } as const;
    const analyst = await server.addUser('ann', 'analyst');
    const accepted = await analyst.call(routes.acceptRisk, { body: { ...risk, where } });
    expect(accepted).toMatchObject({ state: 'active', owner: 'ann', createdBy: 'ann' });
    expect(await statuses()).toEqual({ a1: 'passed', a2: 'passed', a3: 'failed' });
    const of = await analyst.call(routes.listAcceptedRisks, { query: { digest: digestOf('a1') } });
    expect(of.risks.map(({ id }) => id)).toEqual([accepted.id]);
    const other = await analyst.call(routes.listAcceptedRisks, { query: { digest: digestOf('a3') } });
    expect(other.risks).toEqual([]);
    const revoked = await analyst.call(routes.revokeAcceptedRisk, { params: { id: accepted.id } });
    expect(revoked).toMatchObject({ state: 'revoked', revokedBy: 'ann' });
    expect(await statuses()).toEqual({ a1: 'failed', a2: 'passed', a3: 'failed' });
    await expect(
      analyst.call(routes.revokeAcceptedRisk, { params: { id: accepted.id } }),
    ).rejects.toMatchObject({ status: 409 });
  });

  it.each([
    [
      { kind: 'repository', repository: 'shop/web' },
      { a1: 'passed', a2: 'passed', a3: 'failed' },
    ],
    [{ kind: 'everywhere' }, { a1: 'passed', a2: 'passed', a3: 'passed' }],
  ] as const)('of %j reaches the others by a job', async (where, expected) => {
    const { id } = await admin.call(routes.acceptRisk, { body: { ...risk, where } });
    expect(await judged()).toEqual(expected);
    await admin.call(routes.revokeAcceptedRisk, { params: { id } });
    expect(await judged()).toEqual({ a1: 'failed', a2: 'passed', a3: 'failed' });
  });

  it('names what it accepts: no wildcard', async () => {
    const body = { ...risk, subject: 'CVE-*', where: { kind: 'everywhere' } } as const;
    await expect(admin.call(routes.acceptRisk, { body })).rejects.toMatchObject({
      status: 400,
      code: 'wildcard',
    });
  });

  it('that is over already, or of an image that is not there, is refused', async () => {
    const where = { kind: 'everywhere' } as const;
    await expect(
      admin.call(routes.acceptRisk, { body: { ...risk, where, expires: '2020-01-01' } }),
    ).rejects.toMatchObject({ status: 400, code: 'expired' });
    await expect(
      admin.call(routes.acceptRisk, {
        body: { ...risk, where: { kind: 'image', digest: digestOf('ff') } },
      }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('stays within the scope of who accepts it', async () => {
    const team = await server.addTeam('narrow', { op: '=', field: 'account', value: '999999999999' });
    const eve = await server.addUser('eve', 'analyst', team);
    const refused = async (where: Parameters<typeof body>[0]) =>
      eve.call(routes.acceptRisk, { body: body(where) }).then(
        () => 'accepted',
        (error: { status: number }) => error.status,
      );
    expect(await refused({ kind: 'everywhere' })).toBe(403);
    expect(await refused({ kind: 'repository', repository: 'shop/web' })).toBe(404);
    expect(await refused({ kind: 'image', digest: digestOf('a1') })).toBe(404);
    const { risks } = await eve.call(routes.listAcceptedRisks, { query: {} });
    expect(risks.every(({ where }) => where.kind === 'everywhere')).toBe(true);
  });

  function body(
    where:
      | { kind: 'everywhere' }
      | { kind: 'repository'; repository: string }
      | { kind: 'image'; digest: string },
  ) {
    return { ...risk, where };
  }
});

describe('two images', () => {
  it('are compared by digest, and by repository and tag', async () => {
    const byDigest = await admin.call(routes.compareImages, {
      query: { from: digestOf('a1'), to: digestOf('a2') },
    });
    expect(byDigest.newVulnerabilities.map(({ id }) => id)).toEqual(['CVE-2026-2']);
    expect(byDigest.goneVulnerabilities.map(({ id }) => id)).toEqual(['CVE-2026-1']);
    const byTag = await admin.call(routes.compareImages, { query: { from: 'shop/web:1', to: 'shop/web:2' } });
    expect(byTag).toEqual(byDigest);
  });

  it.each([
    ['shop/web:9', 404],
    ['nothing', 400],
    [digestOf('ee'), 404],
  ])('one of which is %s are refused', async (to, status) => {
    const query = { from: digestOf('a1'), to };
    await expect(admin.call(routes.compareImages, { query })).rejects.toMatchObject({ status });
  });
});

describe('the fleet', () => {
  it('is found by vulnerability and by package, and leads to the images', async () => {
    const all = await admin.call(routes.listVulnerabilities, {});
    expect(all.rows.map(({ id, images, packages }) => [id, images, packages])).toEqual([
      ['CVE-2026-1', 2, ['openssl']],
      ['CVE-2026-2', 1, ['openssl']],
    ]);
    const high = { op: '>=', field: 'severity', value: 'high' } as const;
    const filtered = await admin.call(routes.listVulnerabilities, { query: { filter: high, limit: 10 } });
    expect(filtered).toMatchObject({ total: 1, totalInScope: 2 });
    const searched = await admin.call(routes.listVulnerabilities, { query: { q: '2026-2', limit: 10 } });
    expect(searched.rows.map(({ id }) => id)).toEqual(['CVE-2026-2']);
    const one = await admin.call(routes.getVulnerability, { params: { id: 'CVE-2026-1' } });
    expect(one.images.map(({ digest }) => digest.slice(7, 9)).sort()).toEqual(['a1', 'a3']);
    const packages = await admin.call(routes.listFleetPackages, { query: { q: 'openssl', limit: 10 } });
    expect(packages.rows).toEqual([
      expect.objectContaining({ name: 'openssl', images: 3, vulnerabilities: 2 }),
    ]);
    const holders = await admin.call(routes.listImagesWithPackage, { query: { purl: openssl.purl } });
    expect(holders.total).toBe(3);
  });

  it('shows nothing of images outside the scope', async () => {
    const team = await server.addTeam('elsewhere', { op: '=', field: 'account', value: '888888888888' });
    const viewer = await server.addUser('vic', 'viewer', team);
    expect((await viewer.call(routes.listVulnerabilities, {})).rows).toEqual([]);
    expect((await viewer.call(routes.listFleetPackages, {})).rows).toEqual([]);
    await expect(
      viewer.call(routes.getVulnerability, { params: { id: 'CVE-2026-1' } }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('refuses what is no field and no column', async () => {
    const filter = { op: '=', field: 'colour', value: 'red' } as const;
    await expect(
      admin.call(routes.listVulnerabilities, { query: { filter, limit: 10 } }),
    ).rejects.toMatchObject({ status: 400, code: 'invalid-filter' });
    await expect(
      admin.call(routes.listFleetPackages, { query: { sort: 'colour', limit: 10 } }),
    ).rejects.toMatchObject({ status: 400, code: 'invalid-sort' });
  });
});

describe('downloads of an image', () => {
  it.each([
    ['report', 'sarif', 'application/sarif+json', /"2\.1\.0"/],
    ['report', 'html', 'text/html', /<!doctype html>/],
    ['report', 'junit', 'application/xml', /<testsuite/],
    ['report', 'cyclonedx-vex', 'application/vnd.cyclonedx+json', /CVE-2026-1/],
    ['report', 'gitlab', 'application/json', /container_scanning/],
    ['sbom', 'cyclonedx', 'application/vnd.cyclonedx+json', /"CycloneDX"/],
    ['sbom', 'spdx', 'application/spdx+json', /SPDX-2\.3/],
    ['sbom', 'spdx3', 'application/spdx+json', /spdx/],
    ['sbom', 'json', 'application/json', /openssl/],
  ])('%s as %s', async (what, format, type, content) => {
    const path = `/api/v1/images/${digestOf('a1')}/${what}?format=${format}`;
    const answer = await admin.transport(path, { method: 'GET' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')?.split(';')[0]).toBe(type);
    expect(answer.headers.get('content-disposition')).toMatch(/attachment; filename="a1/);
    expect(await answer.text()).toMatch(content);
  });
});
