import type { FileFinding, Match, Package } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { evaluatePolicy } from '../evaluate-policy.ts';
import type { PolicyException } from '../image-policy.ts';
import type { JudgeContext, JudgedReport, PolicyKnowledge } from '../judge-context.ts';
import { readImagePolicy } from '../read-policy.ts';

const now = new Date('2026-11-23T12:00:00Z');

/** Compares dotted numbers: enough for these cases. */
const knowledge: PolicyKnowledge = {
  compareVersions: (_type, a, b) => {
    const [left = [], right = []] = [a, b].map((version) => version.split('.').map(Number));
    if ([...left, ...right].some(Number.isNaN)) return undefined;
    for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
      const order = (left[at] ?? 0) - (right[at] ?? 0);
      if (order !== 0) return order;
    }
    return 0;
  },
  licenseOf: ({ licenses }) => (licenses.length === 0 ? undefined : licenses.join(' AND ')),
  licenseCategory: (id) =>
    id.startsWith('GPL') ? 'strong-copyleft' : id === 'MIT' ? 'permissive' : 'unknown',
  endOfLife: (distro) => (distro?.version === '10' ? { reason: 'ended' } : undefined),
};

const lodash = packageOf('npm', 'lodash', '4.17.20', ['MIT']);
const readline = packageOf('deb', 'libreadline8', '8.2', ['GPL-3.0-or-later']);
const php = { ...packageOf('deb', 'php8.3', '8.3.1', ['PHP-3.01']), isThirdParty: true as const };

const secret: FileFinding = {
  kind: 'secret',
  checkId: 'secret-aws-access-key-id',
  title: 'AWS access key',
  severity: 'critical',
  path: 'app/.env',
  line: 3,
  layer: 'own',
  isDeleted: true,
  evidence: 'AKIA****',
  remediation: 'revoke it',
};

const setuid: FileFinding = {
  ...secret,
  kind: 'setuid',
  checkId: 'file-setuid',
  severity: 'low',
  path: 'bin/su',
};

const withoutBase: Partial<JudgedReport> = { baseImage: { name: '', layers: 0 } };
const layers = [layerOf('base', 40e6, 100e6), layerOf('own', 10e6, 20e6)];

function passes(gate: string, parts: Partial<JudgedReport> = {}, context: JudgeContext = {}): string {
  const policy = readImagePolicy(`name: p\ngates:\n  - {name: g, ${gate}}\n`, 'p.yaml');
  const verdict = evaluatePolicy(policy, reportOf(parts), now, { knowledge, ...context });
  const [reason] = verdict.reasons;
  return reason?.level === 'warn' ? 'warned' : verdict.status;
}

describe.each<[string, [gate: string, parts: Partial<JudgedReport>, status: string][]]>([
  [
    'vulnerabilities',
    [
      ['severities: [high]', { matches: [matchOf({})] }, 'passed'],
      ['severities: [critical, high]', { matches: [matchOf({})] }, 'failed'],
      ['ids: [CVE-2026-*]', { matches: [matchOf({})] }, 'failed'],
      ['ids: [CVE-2025-*]', { matches: [matchOf({})] }, 'passed'],
      ['cvssAtLeast: 9', { matches: [matchOf({ cvss: 9 })] }, 'failed'],
      ['cvssAtLeast: 9', { matches: [matchOf({ cvss: 8.9 })] }, 'passed'],
      ['cvssAtLeast: 0', { matches: [matchOf({})] }, 'passed'],
      ['epssPercentileAtLeast: 0.9', { matches: [matchOf({ epssPercentile: 0.95 })] }, 'failed'],
      ['epssPercentileAtLeast: 0.9', { matches: [matchOf({})] }, 'passed'],
      ['exploitedDueWithinDays: 7', { matches: [exploited('2026-11-25')] }, 'failed'],
      ['exploitedDueWithinDays: 7', { matches: [exploited('2026-12-25')] }, 'passed'],
      ['exploitedDueWithinDays: 7', { matches: [exploited('2025-01-01')] }, 'failed'],
      ['exploitedDueWithinDays: 7', { matches: [matchOf({ isKnownExploited: true })] }, 'failed'],
      ['exploitedDueWithinDays: 7', { matches: [matchOf({})] }, 'passed'],
      ['fixStates: [wont-fix]', { matches: [matchOf({ fixState: 'wont-fix' })] }, 'failed'],
      ['fixStates: [wont-fix]', { matches: [matchOf({})] }, 'passed'],
      ['fixOlderThanDays: 30', { matches: [matchOf({ fixedAt: '2026-10-01' })] }, 'failed'],
      ['fixOlderThanDays: 30', { matches: [matchOf({ fixedAt: '2026-11-20' })] }, 'passed'],
      ['fixOlderThanDays: 30', { matches: [matchOf({ fixState: 'not-fixed' })] }, 'passed'],
      ['packages: ["npm:lodash@<4.17.21"]', { matches: [matchOf({})] }, 'failed'],
      ['packages: ["npm:lodash@<4.17.20"]', { matches: [matchOf({})] }, 'passed'],
      ['exceptPackages: [lodash]', { matches: [matchOf({})] }, 'passed'],
      ['packageTypes: [deb]', { matches: [matchOf({})] }, 'passed'],
      ['paths: ["app/*"]', { matches: [matchOf({ path: 'app/node_modules/lodash' })] }, 'failed'],
      ['paths: ["app/*"]', { matches: [matchOf({})] }, 'passed'],
      ['layer: own', { matches: [matchOf({ layer: 'base' })] }, 'passed'],
      ['layer: base', { matches: [matchOf({ layer: 'base' })] }, 'failed'],
      ['layer: own', { matches: [matchOf({ layer: 'base' })], ...withoutBase }, 'failed'],
      ['layer: base', { matches: [matchOf({ layer: 'base' })], ...withoutBase }, 'incomplete'],
      ['inUse: true', { matches: [matchOf({})] }, 'failed'],
      ['severityAtLeast: low, moreThan: 2', { matches: [matchOf({}), matchOf({})] }, 'passed'],
      ['severityAtLeast: low, moreThan: 1', { matches: [matchOf({}), matchOf({})] }, 'failed'],
      ['severityAtLeast: low, action: warn', { matches: [matchOf({})] }, 'warned'],
    ],
  ],
  [
    'files',
    [
      ['kinds: [secret]', { fileFindings: [secret] }, 'failed'],
      ['kinds: [secret], deleted: false', { fileFindings: [secret] }, 'passed'],
      ['kinds: [secret], deleted: true', { fileFindings: [secret] }, 'failed'],
      ['kinds: [setuid]', { fileFindings: [secret] }, 'passed'],
      ['kinds: [setuid], exceptPaths: ["bin/*"]', { fileFindings: [setuid] }, 'passed'],
      ['checks: ["secret-aws-*"]', { fileFindings: [secret, setuid] }, 'failed'],
      ['severityAtLeast: medium', { fileFindings: [setuid] }, 'passed'],
      ['layer: base', { fileFindings: [setuid] }, 'passed'],
      ['kinds: [secret]', {}, 'incomplete'],
      ['kinds: [secret], action: warn', {}, 'warned'],
    ],
  ],
  [
    'packages',
    [
      ['deny: ["npm:lodash@<4.17.21"]', {}, 'failed'],
      ['deny: ["npm:lodash@>=4, <4.17.20"]', {}, 'passed'],
      ['deny: ["lodash@!=4.17.20"]', {}, 'passed'],
      ['deny: ["lodash@<beta"]', {}, 'incomplete'],
      ['allow: [lodash]', {}, 'failed'],
      ['allow: [lodash], packageTypes: [npm]', {}, 'passed'],
      ['allow: ["*"]', {}, 'passed'],
      ['allow: ["npm:*", "deb:lib*"]', {}, 'passed'],
    ],
  ],
  [
    'licenses',
    [
      ['deny: ["GPL-3.0-*"]', {}, 'failed'],
      ['deny: ["GPL-3.0-*"], exceptPackages: ["libreadline*"]', {}, 'passed'],
      ['denyCategories: [strong-copyleft]', {}, 'failed'],
      ['denyCategories: [network-copyleft]', {}, 'passed'],
      ['allow: [MIT]', {}, 'failed'],
      ['allow: [MIT], allowCategories: [strong-copyleft]', {}, 'passed'],
      ['allow: [MIT], packageTypes: [npm]', {}, 'passed'],
      ['deny: [none]', { sbom: { packages: [packageOf('npm', 'x', '1', [])] } }, 'failed'],
      [
        'deny: ["GPL-*"]',
        { sbom: { packages: [packageOf('npm', 'x', '1', ['MIT OR GPL-2.0-only'])] } },
        'passed',
      ],
      [
        'deny: ["GPL-*"]',
        { sbom: { packages: [packageOf('npm', 'x', '1', ['MIT AND GPL-2.0-only'])] } },
        'failed',
      ],
    ],
  ],
  [
    'third-party',
    [
      ['allow: []', { sbom: { packages: [php] } }, 'failed'],
      ['allow: ["php*"]', { sbom: { packages: [php] } }, 'passed'],
      ['allow: []', {}, 'passed'],
    ],
  ],
  [
    'images',
    [
      ['deny: [":latest"]', {}, 'passed'],
      ['deny: [":latest"]', { tag: 'latest' }, 'failed'],
      ['deny: ["ghcr.io/*"]', {}, 'failed'],
      ['deny: ["sha256:0"]', {}, 'failed'],
      ['allow: ["shop/*"]', {}, 'passed'],
      ['allow: ["shop/*:v1"]', {}, 'passed'],
      ['allow: ["other/*"]', {}, 'failed'],
    ],
  ],
  [
    'base-image',
    [
      ['deny: ["debian:*"]', {}, 'failed'],
      ['allow: ["debian:*"]', {}, 'passed'],
      ['allow: ["alpine:*"]', {}, 'failed'],
      ['allow: ["alpine:*"]', withoutBase, 'incomplete'],
      ['required: true', withoutBase, 'failed'],
      ['required: true', {}, 'passed'],
      ['maxAgeDays: 30', {}, 'failed'],
      ['maxAgeDays: 90', {}, 'passed'],
    ],
  ],
  [
    'labels',
    [
      ['required: [team]', {}, 'passed'],
      ['required: ["team=pay*"]', {}, 'passed'],
      ['required: ["team=x"]', {}, 'failed'],
      ['required: [constructor]', {}, 'failed'],
      ['forbidden: [team]', {}, 'failed'],
    ],
  ],
  [
    'age',
    [
      ['maxDays: 30', {}, 'passed'],
      ['maxDays: 5', {}, 'failed'],
      ['maxDays: 5', { config: configOf('1970-01-01T00:00:00Z') }, 'incomplete'],
    ],
  ],
  [
    'size',
    [
      ['maxCompressed: 50 MB', {}, 'passed'],
      ['maxCompressed: 49.9 MB', {}, 'failed'],
      ['maxUncompressed: 100 MiB', {}, 'failed'],
      ['maxLayers: 1', {}, 'failed'],
      ['maxLayers: 2', {}, 'passed'],
      ['maxWaste: 1 MB', {}, 'incomplete'],
      ['maxWaste: 1 MB', { waste: [{ layer: 'own', bytes: 2e6, files: 3 }] }, 'failed'],
      ['maxWastePercent: 5', { waste: [{ layer: 'own', bytes: 2e6, files: 3 }] }, 'passed'],
    ],
  ],
  [
    'distribution',
    [
      ['endOfLife: true', {}, 'passed'],
      [
        'endOfLife: true',
        { sbom: { packages: [lodash], distro: { id: 'debian', version: '10' } } },
        'failed',
      ],
      ['deny: [debian]', {}, 'failed'],
      ['allow: ["debian:12"]', {}, 'passed'],
      ['allow: [alpine]', {}, 'failed'],
      ['deny: [none]', { sbom: { packages: [lodash] } }, 'failed'],
    ],
  ],
  [
    'advisories',
    [
      ['maxAgeDays: 2', {}, 'passed'],
      ['maxAgeDays: 0.5', {}, 'failed'],
      ['maxAgeDays: 2', { advisories: { hash: 'x', records: 1 } }, 'failed'],
      ['maxAgeDays: 2', { advisories: { hash: 'x', records: 0 } }, 'incomplete'],
    ],
  ],
  [
    'completeness',
    [
      ['action: fail', { gaps: [{ what: 'layer 2', reason: 'too large' }] }, 'failed'],
      ['action: warn', { gaps: [{ what: 'layer 2', reason: 'too large' }] }, 'warned'],
      ['tolerate: ["layer *"]', { gaps: [{ what: 'layer 2', reason: 'too large' }] }, 'warned'],
      ['tolerate: ["layer *"]', { gaps: [{ what: 'rpm', reason: 'cut' }] }, 'failed'],
    ],
  ],
])('gates of type %s', (type, cases) => {
  test.each(cases)('%s: case %#', (fields, parts, status) => {
    expect(passes(`type: ${type}, ${fields}`, parts)).toBe(status);
  });
});

test('packages in use at run time are told from others when somebody watched', () => {
  const gate = 'type: vulnerabilities, inUse: true';
  const parts = { matches: [matchOf({})] };
  expect(passes(gate, parts, { inUse: new Set(['pkg:npm/lodash@4.17.20']) })).toBe('failed');
  expect(passes(gate, parts, { inUse: new Set() })).toBe('passed');
});

describe('what needs knowledge is not judged without it', () => {
  test.each([
    'type: packages, deny: ["lodash@<5"]',
    'type: distribution, endOfLife: true',
    'type: licenses, denyCategories: [proprietary]',
  ])('%s', (gate) => {
    const policy = readImagePolicy(`name: p\ngates:\n  - {name: g, ${gate}}\n`, 'p.yaml');
    expect(evaluatePolicy(policy, reportOf({}), now).status).toBe('incomplete');
  });
});

describe('the cheapest fix', () => {
  const libssl = (id: string, fixedVersion?: string) => ofPackage('libssl3', id, fixedVersion);
  const six = [
    libssl('CVE-1', '3.0.13'),
    libssl('CVE-2', '3.0.15'),
    libssl('CVE-3', '3.0.9'),
    libssl('CVE-4', '3.0.14'),
    ofPackage('curl', 'CVE-5', '8.1'),
    libssl('CVE-6'),
  ];

  test('is the highest version that is needed, once for each package, those that close most first', () => {
    const [reason] = reasonsOf('type: vulnerabilities, severityAtLeast: low', six);
    expect(reason?.message).toMatch(
      /; upgrade libssl3 to 3\.0\.15: closes 4 of 6; upgrade curl to 8\.1: closes 1 of 6$/,
    );
    expect(reason?.fixes?.map(({ version }) => version)).toEqual(['3.0.15', '8.1']);
  });

  test('goes only as far as the gate asks', () => {
    const [reason] = reasonsOf('type: vulnerabilities, severityAtLeast: low, moreThan: 2', six);
    expect(reason?.fixes?.map(({ text }) => text)).toEqual(['upgrade libssl3 to 3.0.15']);
  });

  test('is a newer base image where all of it lies there', () => {
    const inBase = six.map((match) => ({ ...match, layer: 'base' }));
    const [reason] = reasonsOf('type: vulnerabilities, severityAtLeast: low', inBase);
    expect(reason?.fixes?.[0]).toEqual({
      kind: 'base-image',
      text: 'rebuild on a newer base image debian:12',
      closes: 5,
    });
  });

  test('names every version when they cannot be compared', () => {
    const [reason] = reasonsOf('type: vulnerabilities, severityAtLeast: low', [
      libssl('CVE-1', 'x'),
      libssl('CVE-2', 'y'),
    ]);
    expect(reason?.fixes?.map(({ text }) => text)).toEqual(['upgrade libssl3 to the highest of x, y']);
  });

  test('tells versions of one package apart', () => {
    const both = ['0.0.10', '1.2.0'].map((version) =>
      matchOf({
        fixedVersion: `${version}.1`,
        package: { type: 'npm', name: 'minimist', version, purl: version },
      }),
    );
    const [reason] = reasonsOf('type: vulnerabilities, severityAtLeast: low', both);
    expect(reason?.fixes?.map(({ text }) => text)).toEqual([
      'upgrade minimist 0.0.10 to 0.0.10.1',
      'upgrade minimist 1.2.0 to 1.2.0.1',
    ]);
  });

  test('of a denied version is the end of the range', () => {
    const policy = readImagePolicy(
      'name: p\ngates:\n  - {name: g, type: packages, deny: ["lodash@<4.17.21"]}\n',
      'p.yaml',
    );
    const [reason] = evaluatePolicy(policy, reportOf({}), now, { knowledge }).reasons;
    expect(reason?.fixes?.map(({ text }) => text)).toEqual(['upgrade lodash to 4.17.21 or later']);
  });

  function reasonsOf(gate: string, matches: readonly Match[]) {
    const policy = readImagePolicy(`name: p\ngates:\n  - {name: g, ${gate}}\n`, 'p.yaml');
    return evaluatePolicy(policy, reportOf({ matches }), now, { knowledge }).reasons;
  }
});

describe('exceptions', () => {
  const parts = { matches: [matchOf({ path: 'app/lodash' })], fileFindings: [secret], configFindings: [] };
  const gates = `
  - {name: vulnerable, type: vulnerabilities, severityAtLeast: low}
  - {name: secrets, type: files, kinds: [secret]}
  - {name: licences, type: licenses, deny: ["GPL-*"]}
  - {name: denied, type: packages, deny: [lodash]}
  - {name: named, type: images, deny: ["shop/*"]}`;
  const all = ['vulnerable', 'secrets', 'licences', 'denied', 'named'];

  test.each<[Partial<PolicyException>, string[]]>([
    [{ vulnerability: 'CVE-2026-*' }, ['vulnerable']],
    [{ vulnerability: 'CVE-2026-1', path: 'app/*' }, ['vulnerable']],
    [{ vulnerability: 'CVE-2026-1', path: 'usr/*' }, []],
    [{ vulnerability: 'CVE-2026-1', package: 'lodash@<5' }, ['vulnerable']],
    [{ vulnerability: 'CVE-2026-1', package: 'lodash@<4' }, []],
    [{ vulnerability: 'CVE-2026-1', gate: 'other' }, []],
    [{ secret: 'secret-aws-*' }, ['secrets']],
    [{ check: 'secret-aws-access-key-id', path: 'app/.env' }, ['secrets']],
    [{ path: 'app/.env' }, ['secrets']],
    [{ license: 'GPL-3.0-or-later', package: 'libreadline8' }, ['licences']],
    [{ license: 'GPL-3.0-or-later', package: 'bash' }, []],
    [{ package: 'libreadline8' }, []],
    [{ package: 'lodash' }, ['denied']],
    [{ gate: 'named' }, ['named']],
    [{ gate: 'vulnerable' }, ['vulnerable']],
    [{ gate: 'named', applies: { repositories: ['shop/*'] } }, ['named']],
    [{ gate: 'named', applies: { repositories: ['bank/*'] } }, []],
  ])('%j', (exception, waived) => {
    const policy = readImagePolicy(`name: p\ngates:${gates}\n`, 'p.yaml');
    const full = { reason: 'r', owner: 'web team', expires: '2027-01-01', ...exception };
    const verdict = evaluatePolicy({ ...policy, exceptions: [full] }, reportOf(parts), now, { knowledge });
    const fired = verdict.reasons.map(({ gate }) => gate);
    expect(all.filter((gate) => !fired.includes(gate))).toEqual(waived);
    expect(verdict.exceptions?.map(({ owner, covers }) => [owner, covers])).toEqual(
      waived.length === 0 ? undefined : [['web team', 1]],
    );
  });
});

test('the same report, policy and time give the same bytes; another policy has another version', () => {
  const text = 'name: p\nfailOn: low\ngraceDays: 1\ngates:\n  - {name: g, type: age, maxDays: 3}\n';
  const judge = (yaml: string) =>
    JSON.stringify(
      evaluatePolicy(readImagePolicy(yaml, 'p.yaml'), reportOf({ matches: [matchOf({})] }), now),
    );
  expect(judge(`# a comment\n${text}`)).toBe(judge(text));
  const versionOf = (verdict: string) => JSON.parse(verdict).policyVersion;
  expect(versionOf(judge(text))).not.toBe(versionOf(judge(text.replace('maxDays: 3', 'maxDays: 4'))));
});

test.each([
  ['failOn: high', {}, 'failed'],
  ['failOn: high\ngraceDays: 365', {}, 'passed'],
  ['failOn: high\ngraceDays: 365', { fileFindings: [secret] }, 'failed'],
])('%s', (head, parts, status) => {
  const policy = readImagePolicy(`name: p\n${head}\n`, 'p.yaml');
  expect(evaluatePolicy(policy, reportOf({ matches: [matchOf({})], ...parts }), now).status).toBe(status);
});

function matchOf(parts: Partial<Match>): Match {
  return {
    id: 'GHSA-1',
    aliases: ['CVE-2026-1'],
    summary: 'bad',
    severity: 'critical',
    isKnownExploited: false,
    fixState: 'fixed',
    fixedVersion: '4.17.21',
    published: '2026-11-01T00:00:00Z',
    package: { type: 'npm', name: 'lodash', version: '4.17.20', purl: 'pkg:npm/lodash@4.17.20' },
    details: [],
    ...parts,
  };
}

function exploited(exploitedDue: string): Match {
  return matchOf({ isKnownExploited: true, exploitedDue });
}

function ofPackage(name: string, id: string, fixedVersion?: string): Match {
  const { fixedVersion: _, ...rest } = matchOf({ id, aliases: [] });
  const target = { type: 'deb', name, version: '1', purl: `pkg:deb/debian/${name}@1` };
  if (fixedVersion === undefined) return { ...rest, fixState: 'not-fixed', package: target };
  return { ...rest, fixedVersion, package: target };
}

function packageOf(type: string, name: string, version: string, licenses: readonly string[]): Package {
  return {
    type,
    name,
    version,
    purl: `pkg:${type}/${name}@${version}`,
    locations: [],
    licenses,
    foundBy: 'test',
  };
}

function layerOf(diffId: string, size: number, uncompressedSize: number) {
  return { digest: diffId, diffId, mediaType: 'x', size, uncompressedSize };
}

function configOf(created: string): JudgedReport['config'] {
  return {
    os: 'linux',
    architecture: 'amd64',
    created,
    env: [],
    exposedPorts: [],
    entrypoint: [],
    cmd: [],
    labels: { team: 'payments' },
    hasHealthcheck: false,
    history: [
      { createdBy: 'ADD', created: '2026-10-01T00:00:00Z', isEmptyLayer: false },
      { createdBy: 'ENV', created: '2026-11-10T00:00:00Z', isEmptyLayer: true },
      { createdBy: 'COPY', created: '2026-11-10T00:00:00Z', isEmptyLayer: false },
    ],
  };
}

function reportOf(parts: Partial<JudgedReport>): JudgedReport {
  const { baseImage = { name: 'debian:12', layers: 1 }, ...rest } = parts;
  return {
    digest: 'sha256:0',
    reference: 'ghcr.io/shop/api:v1',
    registry: 'ghcr.io',
    repository: 'shop/api',
    tag: 'v1',
    scannedAt: now.toISOString(),
    config: configOf('2026-11-10T00:00:00Z'),
    layers,
    sbom: { packages: [lodash, readline], distro: { id: 'debian', version: '12' } },
    matches: [],
    configFindings: [],
    advisories: { hash: 'x', records: 1, newest: '2026-11-22T12:00:00Z' },
    gaps: [],
    ...rest,
    ...(baseImage.name === '' ? {} : { baseImage }),
  };
}
