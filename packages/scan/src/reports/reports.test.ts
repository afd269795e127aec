import type { ImageReport, Match } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { reportFormats } from './index.ts';

const hostile = `</td><script>alert(1)</script> "x" & 100%\n::error::y\u0007`;

const openssl: Match = {
  id: 'DEBIAN-CVE-2024-1',
  aliases: ['CVE-2024-1', 'GHSA-aaaa'],
  summary: hostile,
  severity: 'critical',
  cvss: 9.8,
  cvssVector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  isKnownExploited: true,
  fixState: 'fixed',
  fixedVersion: '3.0.15-1',
  package: { type: 'deb', name: 'libssl3', version: '3.0.14-1', purl: 'pkg:deb/debian/libssl3@3.0.14-1' },
  path: 'var/lib/dpkg/status',
  layer: 'sha256:1',
  details: [],
};

const report: ImageReport = {
  digest: 'sha256:abc',
  reference: 'ghcr.io/team/shop:1',
  repository: 'team/shop',
  scannedAt: '2026-11-23T10:00:00.000Z',
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
  },
  layers: [],
  sbom: { distro: { id: 'debian', version: '12' }, packages: [] },
  matches: [
    openssl,
    { ...openssl, package: { ...openssl.package, name: 'openssl', purl: 'pkg:deb/debian/openssl@3.0.14-1' } },
  ],
  configFindings: [
    {
      checkId: 'root-user',
      title: 'The image runs as root',
      severity: 'medium',
      evidence: 'User: ""',
      remediation: 'Name a user.',
    },
  ],
  verdicts: [
    {
      policy: 'shipped',
      status: 'failed',
      reasons: [{ gate: 'severity', message: 'two critical vulnerabilities' }],
    },
  ],
  advisories: { hash: 'h', records: 10 },
  gaps: [{ what: 'layer 3', reason: 'foreign' }],
};
const clean: ImageReport = { ...report, matches: [], configFindings: [], verdicts: [], gaps: [] };

test('SARIF: one rule for two packages, each with its place, score and fingerprint', () => {
  const [run] = JSON.parse(write('sarif')).runs;
  expect(run.tool.driver.rules).toMatchObject([
    {
      id: 'CVE-2024-1',
      properties: { 'security-severity': '9.8' },
      helpUri: 'https://nvd.nist.gov/vuln/detail/CVE-2024-1',
    },
    { id: 'root-user', properties: { 'security-severity': '5.5' } },
  ]);
  expect(
    run.results.map((result: { ruleId: string; level: string }) => [result.ruleId, result.level]),
  ).toEqual([
    ['CVE-2024-1', 'error'],
    ['CVE-2024-1', 'error'],
    ['root-user', 'warning'],
  ]);
  expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('var/lib/dpkg/status');
  const prints = run.results.map((result: { partialFingerprints: object }) =>
    JSON.stringify(result.partialFingerprints),
  );
  expect(new Set(prints).size).toBe(3);
  expect(run.invocations[0].toolExecutionNotifications[0].message.text).toBe(
    'Not examined: layer 3: foreign',
  );
});

test('fingerprints outlive an upgrade that does not mend it', () => {
  const upgraded = { ...openssl, package: { ...openssl.package, version: '3.0.14-2' } };
  const later = {
    ...report,
    matches: [upgraded],
    scannedAt: '2027-01-01T00:00:00.000Z',
    digest: 'sha256:def',
  };
  const print = (text: string) => JSON.parse(text).runs[0].results[0].partialFingerprints;
  expect(print(write('sarif', later))).toEqual(print(write('sarif')));
});

test('JUnit: what was found and not examined, and the policies', () => {
  const xml = write('junit');
  expect(xml).toContain(
    '<testsuite name="image ghcr.io/team/shop:1" tests="4" failures="3" errors="1" skipped="0"',
  );
  expect(xml).toContain('<testcase classname="policy" name="shipped"><failure message="failed">two critical');
  expect(xml).not.toContain('<script>');
  expect(xml).not.toContain('\u0007');
  expect(write('junit', clean)).toContain('tests="1" failures="0"');
});

test('GitHub: one line for each, and no text ends a command', () => {
  const lines = write('github').trimEnd().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe('::error title=Policy shipped%3A failed::two critical vulnerabilities');
  expect(lines[1]).toBe(
    '::error file=var/lib/dpkg/status,title=CVE-2024-1 in libssl3 3.0.14-1::Upgrade libssl3 to 3.0.15-1. (ghcr.io/team/shop:1)',
  );
  expect(lines.every((line) => /^::(error|warning|notice) /.test(line))).toBe(true);
});

test('GitLab: the CVE is the first identifier', () => {
  const document = JSON.parse(write('gitlab'));
  expect(document.scan).toMatchObject({
    type: 'container_scanning',
    status: 'success',
    start_time: '2026-11-23T10:00:00',
  });
  expect(document.vulnerabilities).toHaveLength(3);
  expect(document.vulnerabilities[2]).toMatchObject({
    identifiers: [{ type: 'breakwater', value: 'root-user' }],
    location: { dependency: { package: { name: 'image configuration' } } },
  });
  expect(document.vulnerabilities[0]).toMatchObject({
    severity: 'Critical',
    solution: 'Upgrade libssl3 to 3.0.15-1.',
    identifiers: [{ type: 'cve', value: 'CVE-2024-1' }, { type: 'debian' }, { type: 'ghsa' }],
    location: { operating_system: 'debian:12', image: 'ghcr.io/team/shop:1' },
  });
});

test('CycloneDX VEX: one vulnerability that affects two packages, and the same number for the same result', () => {
  const document = JSON.parse(write('cyclonedx-vex'));
  expect(document.vulnerabilities).toHaveLength(1);
  expect(document.vulnerabilities[0]).toMatchObject({
    id: 'CVE-2024-1',
    ratings: [{ score: 9.8, method: 'CVSSv31' }],
    recommendation: 'Upgrade to libssl3 3.0.15-1, openssl 3.0.15-1',
    analysis: { state: 'exploitable' },
    affects: [{ ref: 'pkg:deb/debian/libssl3@3.0.14-1' }, { ref: 'pkg:deb/debian/openssl@3.0.14-1' }],
  });
  expect(write('cyclonedx-vex')).toBe(write('cyclonedx-vex'));
});

test('HTML: one page without scripts or requests, whatever the texts are', () => {
  const page = write('html');
  expect(page).not.toMatch(/<script|<link|<img|src=/);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain('<h2>Found: 2 critical, 1 medium</h2>');
  expect(write('html', clean)).toContain('<h2>Found: nothing</h2>');
});

describe.each([...reportFormats.keys()])('%s', (format) => {
  test('is the same for the same report, and ends its last line', () => {
    expect(write(format)).toBe(write(format));
    expect(write(format).endsWith('\n')).toBe(true);
  });
});

function write(format: string, of: ImageReport = report): string {
  const writer = reportFormats.get(format);
  if (writer === undefined) throw new Error(`no format ${format}`);
  return writer(of, '0.1.0');
}

test.each(['github', 'html', 'junit'])('%s holds nothing that steers a terminal or turns text', (format) => {
  const path = 'srv/\u001b[31m\u202ered\u0007.conf';
  const text = write(format, {
    ...report,
    fileFindings: [
      {
        kind: 'secret',
        checkId: 'secret-jwt',
        title: 'A token',
        severity: 'high',
        path,
        evidence: `in ${path}`,
        remediation: 'Revoke it.',
        controls: [],
        isDeleted: false,
        layer: 'sha256:1',
      },
    ],
  });
  expect(text).toContain('red');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(text).not.toMatch(/[\u0007\u001b\u202e]/);
});
