import type { ImageReport, Match } from '@breakwater/model';
import { expect, test } from 'vitest';
import { printTable } from './print-table.ts';

const plain = { width: 80, hasColour: false };

const match: Match = {
  id: 'GHSA-1',
  aliases: ['CVE-2026-1'],
  summary: 'A long summary that goes on and on \u001b[31m until nobody can follow it any more, and then some',
  severity: 'critical',
  epss: 0.123,
  isKnownExploited: true,
  fixState: 'fixed',
  fixedVersion: '2.0.0',
  package: { type: 'npm', name: 'left', version: '1.0.0', purl: 'pkg:npm/left@1.0.0' },
  details: [
    { matchedBy: 'exact-package', name: 'left', version: '1.0.0', constraint: '< 2', advisory: 'GHSA-1' },
  ],
};

const report: ImageReport = {
  digest: `sha256:${'0'.repeat(64)}`,
  reference: 'shop.tar',
  scannedAt: '2026-11-23T12:00:00Z',
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
  matches: [match, { ...match, id: 'GHSA-2', aliases: [], severity: 'medium', severityFrom: 'assumed' }],
  configFindings: [],
  verdicts: [{ policy: 'default', status: 'failed', reasons: [{ gate: 'kev', message: 'exploited' }] }],
  advisories: { hash: 'x', records: 10, newest: '2026-11-20T00:00:00Z' },
  gaps: [{ what: 'layer 2', reason: 'too large' }],
};

test('says what to upgrade, what is exploited, what was not examined and why it failed', () => {
  const text = printTable(report, plain);
  expect(text).toContain('→ upgrade left to 2.0.0: closes 2');
  expect(text).toMatch(/critical {2}CVE-2026-1 +EPSS 12\.3% +fixed in 2\.0\.0 {2}exploited \(KEV\)/);
  expect(text).toContain('medium?   GHSA-2');
  expect(text).toContain('Not examined: the scan is not complete\n  layer 2: too large');
  expect(text).toContain('Policy default: FAILED\n  kev: exploited');
});

test('no line is wider than the terminal, and nothing of the data steers it', () => {
  const text = printTable(report, plain);
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  expect(text).not.toContain('\u001b');
});

test('colour adds to the words and takes none away', () => {
  const coloured = printTable(report, { ...plain, hasColour: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is taken out
  expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(printTable(report, plain));
});

test('without advisory data it does not look clean', () => {
  const text = printTable({ ...report, matches: [], advisories: { hash: 'none', records: 0 } }, plain);
  expect(text).toContain('Vulnerabilities: not looked for: there is no advisory data.');
});

test('what VEX documents set aside is counted and named', () => {
  const suppressed = [{ match, status: 'not-affected' as const, source: 'shop.vex.json' }];
  expect(printTable({ ...report, matches: [], suppressed }, plain)).toContain(
    '1 set aside by VEX: shop.vex.json',
  );
});

test('secrets and other files are counted and shown, and what rules set aside is told with its end', () => {
  const secret = {
    kind: 'secret',
    checkId: 'secret-private-key',
    title: 'A private key',
    severity: 'high',
    path: `root/${'long/'.repeat(30)}id_rsa`,
    line: 3,
    isDeleted: true,
    evidence: '-----BEGIN ******',
    remediation: 'Replace it.',
  } as const;
  const text = printTable(
    {
      ...report,
      fileFindings: [{ ...secret, kind: 'setuid', severity: 'low' }, secret],
      ignored: [
        {
          kind: 'vulnerability',
          finding: match,
          rule: 'CVE-2026-1 in left',
          reason: 'never called',
          expires: '2027-01-31',
        },
      ],
      expiredRules: [{ rule: 'CVE-2026-2', reason: 'later', expires: '2026-01-31', covers: 2 }],
    },
    plain,
  );
  expect(text).toContain('Files: 1 setuid file, 1 secret\n  high      A private key\n');
  expect(text).toContain('deleted later, still pulled');
  expect(text).toContain('Ignored: 1 by rules\n  1 × CVE-2026-1 in left until 2027-01-31: never called\n');
  expect(text).toContain('the rule for CVE-2026-2 expired on 2026-01-31');
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
});
