import type { ConfigFinding, Match, Package } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { evaluatePolicy } from './evaluate-policy.ts';
import type { Gate, ImagePolicy, PolicyException } from './image-policy.ts';
import type { JudgedReport } from './judge-context.ts';
import { appliesTo } from './selectors.ts';

const now = new Date('2026-11-23T12:00:00Z');

const telnet: Package = {
  type: 'deb',
  name: 'telnet',
  version: '0.17',
  purl: 'pkg:deb/debian/telnet@0.17',
  locations: [],
  licenses: [],
  foundBy: 'dpkg',
};

const match: Match = {
  id: 'GHSA-1',
  aliases: ['CVE-2026-1'],
  summary: 'bad',
  severity: 'critical',
  epss: 0.4,
  isKnownExploited: false,
  fixState: 'fixed',
  fixedVersion: '2.0.0',
  published: '2026-11-20T00:00:00Z',
  package: { type: 'npm', name: 'left', version: '1.0.0', purl: 'pkg:npm/left@1.0.0' },
  details: [],
};

const rootUser: ConfigFinding = {
  checkId: 'image-user-root',
  title: 'Runs as root',
  severity: 'high',
  evidence: 'User: root',
  remediation: 'USER app',
};

const severe: Gate = { name: 'severe', type: 'vulnerabilities', severityAtLeast: 'high' };

function policyOf(gate: Gate, ...exceptions: PolicyException[]): ImagePolicy {
  return { name: 'p', applies: {}, gates: [gate], exceptions };
}

function reportOf(parts: Partial<JudgedReport>): JudgedReport {
  return {
    digest: 'sha256:0',
    reference: 'shop:1',
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
    sbom: { packages: [telnet] },
    matches: [],
    configFindings: [],
    advisories: { hash: 'x', records: 1 },
    gaps: [],
    ...parts,
  };
}

describe('gates', () => {
  test.each<[string, Gate, Partial<JudgedReport>, 'passed' | 'failed']>([
    ['severity reached', severe, { matches: [match] }, 'failed'],
    ['severity not reached', severe, { matches: [{ ...match, severity: 'medium' }] }, 'passed'],
    [
      'fixable',
      { ...severe, fixableOnly: true },
      { matches: [{ ...match, fixState: 'not-fixed' }] },
      'passed',
    ],
    ['grace', { ...severe, graceDays: 7 }, { matches: [match] }, 'passed'],
    ['grace over', { ...severe, graceDays: 3 }, { matches: [match] }, 'failed'],
    ['grace, undated', { ...severe, graceDays: 7 }, { matches: [undated(match)] }, 'failed'],
    ['EPSS', { name: 'e', type: 'vulnerabilities', epssAtLeast: 0.4 }, { matches: [match] }, 'failed'],
    ['EPSS below', { name: 'e', type: 'vulnerabilities', epssAtLeast: 0.41 }, { matches: [match] }, 'passed'],
    ['KEV', { name: 'k', type: 'vulnerabilities', knownExploited: true }, { matches: [match] }, 'passed'],
    [
      'KEV listed',
      { name: 'k', type: 'vulnerabilities', knownExploited: true },
      { matches: [{ ...match, isKnownExploited: true }] },
      'failed',
    ],
    [
      'check by severity',
      { name: 'c', type: 'checks', severityAtLeast: 'high' },
      { configFindings: [rootUser] },
      'failed',
    ],
    [
      'check by id',
      { name: 'c', type: 'checks', checks: ['other'] },
      { configFindings: [rootUser] },
      'passed',
    ],
    ['denied by name', { name: 'd', type: 'packages', deny: ['telnet'] }, {}, 'failed'],
    ['denied by type and version', { name: 'd', type: 'packages', deny: ['deb:telnet@0.*'] }, {}, 'failed'],
    ['denied in another type', { name: 'd', type: 'packages', deny: ['apk:telnet'] }, {}, 'passed'],
  ])('%s', (_name, gate, parts, status) => {
    expect(evaluatePolicy(policyOf(gate), reportOf(parts), now).status).toBe(status);
  });

  test('the reason says how many, which and what to do', () => {
    const verdict = evaluatePolicy(
      policyOf({ ...severe, fixableOnly: true }),
      reportOf({ matches: [match] }),
      now,
    );
    expect(verdict.reasons).toEqual([
      {
        gate: 'severe',
        level: 'fail',
        message:
          '1 vulnerability (high or worse, with a fix): CVE-2026-1 in left 1.0.0 (fixed in 2.0.0); upgrade left to 2.0.0: closes it',
        count: 1,
        items: ['CVE-2026-1 in left 1.0.0 (fixed in 2.0.0)'],
        fixes: [
          { kind: 'upgrade', text: 'upgrade left to 2.0.0', closes: 1, package: 'left', version: '2.0.0' },
        ],
      },
    ]);
  });

  test('a long list is cut and counted', () => {
    const verdict = evaluatePolicy(policyOf(severe), reportOf({ matches: Array(9).fill(match) }), now);
    expect(verdict.reasons[0]?.message).toMatch(
      /^9 vulnerabilities .*, and 4 more; upgrade left to 2.0.0: closes all$/,
    );
  });
});

describe('exceptions', () => {
  const waiver = { reason: 'not reachable', expires: '2026-11-23' };

  test.each<[string, PolicyException, 'passed' | 'failed']>([
    ['by id', { ...waiver, vulnerability: 'GHSA-1' }, 'passed'],
    ['by alias', { ...waiver, vulnerability: 'CVE-2026-1' }, 'passed'],
    ['in the package', { ...waiver, vulnerability: 'CVE-2026-1', package: 'left' }, 'passed'],
    ['in another package', { ...waiver, vulnerability: 'CVE-2026-1', package: 'right' }, 'failed'],
    ['of another vulnerability', { ...waiver, vulnerability: 'CVE-2026-2' }, 'failed'],
    ['a package alone waives no vulnerability', { ...waiver, package: 'left' }, 'failed'],
    ['expired yesterday', { ...waiver, vulnerability: 'GHSA-1', expires: '2026-11-22' }, 'failed'],
  ])('%s', (_name, exception, status) => {
    expect(evaluatePolicy(policyOf(severe, exception), reportOf({ matches: [match] }), now).status).toBe(
      status,
    );
  });

  test('an expired one is named in the reason', () => {
    const policy = policyOf(severe, { ...waiver, vulnerability: 'GHSA-1', expires: '2026-11-22' });
    const [reason] = evaluatePolicy(policy, reportOf({ matches: [match] }), now).reasons;
    expect(reason?.message).toContain('the exception for GHSA-1 expired on 2026-11-22');
  });
});

describe('incomplete scans never pass', () => {
  test.each<[string, Partial<JudgedReport>]>([
    ['a gap', { gaps: [{ what: 'layer 2', reason: 'too large' }] }],
    ['no advisory data', { advisories: { hash: '', records: 0 } }],
    ['no packages', { sbom: { packages: [] } }],
  ])('%s', (_name, parts) => {
    const verdict = evaluatePolicy(policyOf(severe), reportOf(parts), now);
    expect(verdict.status).toBe('incomplete');
    expect(verdict.reasons).toHaveLength(1);
  });

  test('a failure stays a failure', () => {
    const parts = { matches: [match], gaps: [{ what: 'layer 2', reason: 'too large' }] };
    expect(evaluatePolicy(policyOf(severe), reportOf(parts), now)).toMatchObject({
      status: 'failed',
      reasons: [{ gate: 'severe' }, { gate: 'complete' }],
    });
  });
});

test.each([
  [['shop/*'], [], 'shop/api', 'v1', true],
  [['shop/*'], ['main', 'v*'], 'shop/api', 'v1', true],
  [['shop/*'], ['main'], 'shop/api', 'v1', false],
  [['shop/*'], [], undefined, undefined, false],
  [[], [], undefined, undefined, true],
  [['*api'], [], 'shop/api', 'v1', true],
  [['s*p*i'], [], 'shop/api', 'v1', true],
  [['ab*ba'], [], 'aba', 'v1', false],
])('selectors %j %j on %s:%s', (repositories, tags, repository, tag, applies) => {
  const image = {
    ...(repository === undefined ? {} : { repository }),
    ...(tag === undefined ? {} : { tag }),
  };
  expect(appliesTo({ applies: { repositories, tags } }, image)).toBe(applies);
});

function undated({ published: _published, ...rest }: Match): Match {
  return rest;
}
