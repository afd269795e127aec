import type { ImageReport, Match, Package } from '@breakwater/model';
import { expect, test } from 'vitest';
import { compareReports } from './compare-reports.ts';

function pkg(name: string, version: string, type = 'deb'): Package {
  const purl = `pkg:${type}/${name}@${version}`;
  return { type, name, version, purl, locations: [], licenses: [], foundBy: 'test' };
}

function match(id: string, { name, version, type, purl }: Package, aliases: readonly string[] = []): Match {
  return {
    id,
    aliases,
    summary: '',
    severity: 'high',
    isKnownExploited: false,
    fixState: 'unknown',
    package: { type, name, version, purl },
    details: [],
  };
}

function layer(diffId: string) {
  return { digest: `gz-${diffId}`, diffId, mediaType: 'tar', size: 1, uncompressedSize: 1 };
}

function report(change: Partial<ImageReport> = {}, config: Partial<ImageReport['config']> = {}): ImageReport {
  return {
    digest: 'sha256:1',
    reference: 'shop:1',
    scannedAt: '2026-11-01T00:00:00Z',
    config: {
      os: 'linux',
      architecture: 'amd64',
      env: [],
      exposedPorts: [],
      entrypoint: [],
      cmd: [],
      labels: {},
      hasHealthcheck: false,
      history: [],
      ...config,
    },
    layers: [],
    sbom: { packages: [] },
    matches: [],
    configFindings: [],
    verdicts: [],
    advisories: { hash: 'x', records: 1 },
    gaps: [],
    ...change,
  };
}

test('packages: new, gone, another version, several versions; the same is left out', () => {
  const from = report({
    sbom: { packages: [pkg('a', '1'), pkg('b', '1'), pkg('c', '1'), pkg('d', '2'), pkg('d', '1')] },
  });
  const to = report({
    sbom: { packages: [pkg('a', '1'), pkg('b', '2'), pkg('d', '1'), pkg('e', '1'), pkg('c', '1', 'npm')] },
  });
  expect(compareReports(from, to).packages).toEqual([
    { type: 'deb', name: 'b', from: ['1'], to: ['2'] },
    { type: 'deb', name: 'c', from: ['1'], to: [] },
    { type: 'deb', name: 'd', from: ['1', '2'], to: ['1'] },
    { type: 'deb', name: 'e', from: [], to: ['1'] },
    { type: 'npm', name: 'c', from: [], to: ['1'] },
  ]);
});

test('vulnerabilities: by their CVE and package, whatever the version and the database', () => {
  const from = report({
    matches: [match('CVE-1', pkg('a', '1')), match('CVE-2', pkg('a', '1')), match('CVE-2', pkg('b', '1'))],
  });
  const to = report({
    matches: [match('DEBIAN-CVE-1', pkg('a', '2'), ['CVE-1']), match('CVE-3', pkg('a', '2'))],
  });
  const { newVulnerabilities, goneVulnerabilities, keptVulnerabilities } = compareReports(from, to);
  expect(newVulnerabilities.map(({ id }) => id)).toEqual(['CVE-3']);
  expect(goneVulnerabilities.map((one) => `${one.id} ${one.package.name}`)).toEqual(['CVE-2 a', 'CVE-2 b']);
  expect(keptVulnerabilities).toBe(1);
});

test('configuration: each variable and label by its name', () => {
  const from = report({}, { user: 'root', env: ['A=1', 'B=x=y'], labels: { v: '1' }, cmd: ['node', 'a'] });
  const to = report(
    {},
    { user: 'app', env: ['B=x=z', 'C=3'], labels: { v: '1', w: '2' }, cmd: ['node', 'a'] },
  );
  expect(compareReports(from, to).config).toEqual([
    { field: 'user', from: 'root', to: 'app' },
    { field: 'env.A', from: '1', to: '' },
    { field: 'env.B', from: 'x=y', to: 'x=z' },
    { field: 'env.C', from: '', to: '3' },
    { field: 'labels.w', from: '', to: '2' },
  ]);
});

test.each([
  [['1', '2'], ['1', '2', '3'], 2],
  [['1', '2'], ['1', '3'], 1],
  [['1'], ['2'], 0],
  [[], ['2'], 0],
])('layers %j and %j share %i', (from, to, shared) => {
  const comparison = compareReports(report({ layers: from.map(layer) }), report({ layers: to.map(layer) }));
  expect(comparison.sharedLayers).toBe(shared);
});

test('an image is no other than itself', () => {
  const one = report({ matches: [match('CVE-1', pkg('a', '1'))], layers: [layer('1')] }, { env: ['A=1'] });
  expect(compareReports(one, one)).toEqual({
    packages: [],
    newVulnerabilities: [],
    goneVulnerabilities: [],
    keptVulnerabilities: 1,
    config: [],
    sharedLayers: 1,
  });
});
