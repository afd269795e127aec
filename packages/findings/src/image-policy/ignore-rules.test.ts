import type { FileFinding, Match } from '@breakwater/model';
import { expect, test } from 'vitest';
import { applyIgnoreRules, readIgnoreRules } from './ignore-rules.ts';
import type { JudgedReport } from './judge-context.ts';

const now = new Date('2026-11-23T12:00:00Z');

function match(id: string, name: string): Match {
  return {
    id,
    aliases: [`ALIAS-${id}`],
    summary: '',
    severity: 'high',
    isKnownExploited: false,
    fixState: 'unknown',
    package: { type: 'npm', name, version: '1.0.0', purl: `pkg:npm/${name}@1.0.0` },
    path: `app/node_modules/${name}/package.json`,
    details: [],
  };
}

const key: FileFinding = {
  kind: 'secret',
  checkId: 'secret-private-key',
  title: 'A private key',
  severity: 'high',
  path: 'root/.ssh/id_rsa',
  isDeleted: true,
  evidence: '-----BEGIN ******',
  remediation: 'Replace it.',
};

const report: JudgedReport = {
  digest: 'sha256:1',
  reference: 'shop',
  scannedAt: now.toISOString(),
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
  sbom: { packages: [] },
  matches: [match('CVE-1', 'left'), match('CVE-1', 'right'), match('CVE-2', 'left')],
  configFindings: [
    { checkId: 'image-root-user', title: 'root', severity: 'medium', evidence: '', remediation: '' },
  ],
  fileFindings: [key, { ...key, kind: 'setuid', checkId: 'file-setuid', path: 'usr/bin/su' }],
  advisories: { hash: 'x', records: 1 },
  gaps: [],
};

test.each([
  ['vulnerability: CVE-1', ['CVE-1 left', 'CVE-1 right']],
  ['vulnerability: ALIAS-CVE-2', ['CVE-2 left']],
  ['vulnerability: CVE-1\n    package: left', ['CVE-1 left']],
  ["vulnerability: '*'\n    package: npm:left", ['CVE-1 left', 'CVE-2 left']],
  ["vulnerability: '*'\n    path: app/node_modules/right/*", ['CVE-1 right']],
  ['check: image-root-user', ['image-root-user']],
  ["secret: '*'", ['secret-private-key']],
  ['path: usr/bin/*', ['file-setuid']],
  ['check: file-setuid\n    path: usr/sbin/*', []],
])('%s sets aside %j', (rule, expected) => {
  const applied = applyIgnoreRules(report, read(rule), now);
  const named = (applied.ignored ?? []).map((one) =>
    one.kind === 'vulnerability' ? `${one.finding.id} ${one.finding.package.name}` : one.finding.checkId,
  );
  expect(named).toEqual(expected);
  const left = applied.matches.length + applied.configFindings.length + (applied.fileFindings?.length ?? 0);
  expect(left + named.length).toBe(6);
});

test('a rule holds on its last day, and afterwards only says so', () => {
  const rules = read('vulnerability: CVE-1', '2026-11-23');
  expect(applyIgnoreRules(report, rules, now).matches).toHaveLength(1);
  const late = applyIgnoreRules(report, rules, new Date('2026-11-24T00:00:00Z'));
  expect(late.matches).toHaveLength(3);
  expect(late.ignored).toEqual([]);
  expect(late.expiredRules).toEqual([
    { rule: 'CVE-1', reason: 'not reachable', expires: '2026-11-23', covers: 2 },
  ]);
});

test.each([
  [
    'ignore:\n  - vulnerability: CVE-1\n    expires: 2027-01-01\n',
    /rules:2:5: ignore\[0\]: .*needs a reason/,
  ],
  ['ignore:\n  - vulnerability: CVE-1\n    reason: x\n', /needs "expires"/],
  ['ignore:\n  - package: left\n    reason: x\n    expires: 2027-01-01\n', /a package alone ignores nothing/],
  ['ignore:\n  - gate: g\n    reason: x\n    expires: 2027-01-01\n', /"gate" has no meaning here/],
  ['ignore:\n  - vulnerabilty: CVE-1\n', /unknown field "vulnerabilty".*vulnerability/],
  ['ignored: []\n', /unknown field "ignored"/],
  ['{}\n', /needs a list "ignore"/],
])('%j is refused with its place', (yaml, message) => {
  expect(() => readIgnoreRules(yaml, 'rules')).toThrow(message);
});

function read(rule: string, expires = '2027-01-31') {
  return readIgnoreRules(
    `ignore:\n  - ${rule}\n    reason: not reachable\n    expires: ${expires}\n`,
    'rules',
  );
}
