import {
  appendFileSync,
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Package, Sbom } from '@breakwater/model';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileToCache, openAdvisories, openCompiled } from './advisories/cache.ts';
import type { AdvisoryDatabase } from './advisories/database.ts';
import { matchPackages } from './match.ts';
import { adviseUpgrades } from './upgrade-advice.ts';

let folder: string;
let data: string;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vuln-'));
  data = join(folder, 'osv.jsonl');
  cache = join(folder, 'cache');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lodash = packageOf('npm', 'lodash', '4.17.15');
const openssl: Package = {
  ...packageOf('deb', 'libssl3', '3.0.14-1~deb12u1+b1'),
  origin: { name: 'openssl', version: '3.0.14-1~deb12u1' },
};
const debian = { id: 'debian', version: '12' };

describe('matching', () => {
  test('a source package of the release, with its evidence, CVE facts and fix', async () => {
    const record = osv('DEBIAN-CVE-2024-1', 'Debian:12', 'openssl', [
      { introduced: '0' },
      { fixed: '3.0.15-1~deb12u1' },
    ]);
    const other = osv('DEBIAN-CVE-2024-2', 'Debian:11', 'openssl', [{ introduced: '0' }]);
    writeLines({ ...record, upstream: ['CVE-2024-1'] }, other, {
      cve: 'CVE-2024-1',
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    });
    writeFileSync(
      join(folder, 'kev.json'),
      JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2024-1', dueDate: '2024-09-15' }] }),
    );
    writeFileSync(join(folder, 'epss.csv'), 'cve,epss,percentile\nCVE-2024-1,0.5,0.9\nCVE-2024-9,0.1,0.2\n');
    const { matches, gaps } = await scan([openssl], debian, folder);
    expect(gaps).toEqual([]);
    expect(matches).toEqual([
      {
        id: 'DEBIAN-CVE-2024-1',
        aliases: ['CVE-2024-1'],
        summary: '',
        severity: 'critical',
        severityFrom: 'cvss',
        cvss: 9.8,
        cvssVector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        epss: 0.5,
        epssPercentile: 0.9,
        isKnownExploited: true,
        exploitedDue: '2024-09-15',
        fixState: 'fixed',
        fixedVersion: '3.0.15-1~deb12u1',
        package: { type: 'deb', name: 'libssl3', version: '3.0.14-1~deb12u1+b1', purl: openssl.purl },
        details: [
          {
            matchedBy: 'source-package',
            name: 'openssl',
            version: '3.0.14-1~deb12u1',
            constraint: '>= 0, < 3.0.15-1~deb12u1',
            advisory: 'DEBIAN-CVE-2024-1',
          },
        ],
      },
    ]);
  });

  test('records that share an alias are one match; its fix satisfies all of them', async () => {
    writeLines(
      {
        ...osv('NSWG-1', 'npm', 'lodash', [{ introduced: '0' }, { fixed: '4.17.20' }]),
        aliases: ['CVE-2020-1'],
      },
      {
        ...osv('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }, { fixed: '4.17.19' }]),
        aliases: ['CVE-2020-1'],
      },
    );
    const { matches } = await scan([lodash]);
    expect(matches).toHaveLength(1);
    expect(matches[0]).toMatchObject({
      id: 'GHSA-1',
      aliases: ['CVE-2020-1', 'NSWG-1'],
      fixedVersion: '4.17.20',
    });
    expect(matches[0]?.details.map(({ advisory }) => advisory)).toEqual(['GHSA-1', 'NSWG-1']);
  });

  test('an erratum does not make one of the vulnerabilities that it mends', async () => {
    const range = [{ introduced: '0' }, { fixed: '9' }];
    writeLines(
      { ...osv('DEBIAN-CVE-1', 'Debian:12', 'openssl', range), upstream: ['CVE-1'] },
      { ...osv('DEBIAN-CVE-2', 'Debian:12', 'openssl', range), upstream: ['CVE-2'] },
      { ...osv('DSA-1', 'Debian:12', 'openssl', range), upstream: ['CVE-1', 'CVE-2'] },
      { ...osv('DSA-2', 'Debian:12', 'openssl', range), upstream: ['CVE-2', 'CVE-3'] },
    );
    const { matches } = await scan([openssl], debian);
    expect(matches.map(({ id }) => id)).toEqual(['DEBIAN-CVE-1', 'DEBIAN-CVE-2', 'DSA-2']);
  });

  test('an erratum bears the CVEs that it lists as related, and errata that share one stay apart', async () => {
    const almalinux = { id: 'almalinux', version: '8.7' };
    const erratum = (id: string, related: readonly string[]) => ({
      ...osv(id, 'AlmaLinux:8', 'bash', [{ introduced: '0' }, { fixed: '9' }]),
      related,
    });
    writeLines(
      erratum('ALSA-2024:1', ['CVE-2024-1', 'CVE-2024-2', 'GHSA-1']),
      erratum('ALSA-2024:2', ['CVE-2024-2']),
      { ...erratum('ALSA-2024:3', ['CVE-2024-9']), aliases: ['CVE-2024-3'] },
    );
    const { matches } = await scan([packageOf('rpm', 'bash', '4.4-1.el8')], almalinux);
    expect(matches.map(({ id, aliases }) => [id, ...aliases])).toEqual([
      ['ALSA-2024:1', 'CVE-2024-1', 'CVE-2024-2'],
      ['ALSA-2024:2', 'CVE-2024-2'],
      ['ALSA-2024:3', 'CVE-2024-3'],
    ]);
  });

  test('what is related to a record of one vulnerability is another', async () => {
    writeLines({ ...osv('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }]), related: ['CVE-2024-1'] });
    expect((await scan([lodash])).matches[0]?.aliases).toEqual([]);
  });

  test('of several CVEs in the catalogue the first day counts', async () => {
    const due = (cveID: string, dueDate: string) => ({ cveID, dueDate });
    const kev = [due('CVE-1', '2024-05-01'), due('CVE-2', '2024-03-01'), due('CVE-3', 'soon')];
    writeFileSync(join(folder, 'kev.json'), JSON.stringify({ vulnerabilities: kev }));
    const range = [{ introduced: '0' }];
    writeLines(
      { ...osv('GHSA-1', 'npm', 'lodash', range), aliases: ['CVE-1', 'CVE-2'] },
      { ...osv('GHSA-3', 'npm', 'lodash', range), aliases: ['CVE-3'] },
    );
    const { matches, info } = await scan([lodash], undefined, folder);
    expect(matches.map(({ isKnownExploited, exploitedDue }) => [isKnownExploited, exploitedDue])).toEqual([
      [true, '2024-03-01'],
      [true, undefined],
    ]);
    expect(info.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('CVE-3: the dueDate'),
    ]);
  });

  test.each<[string, object | undefined, string | undefined]>([
    ['is told', { anchore: { fixes: [{ version: '4.17.20', date: '2020-08-13T01:00:00Z' }] } }, '2020-08-13'],
    ['of another version', { anchore: { fixes: [{ version: '4.17.19', date: '2020-08-13' }] } }, undefined],
    ['is no date', { anchore: { fixes: [{ version: '4.17.20', date: '2020-02-30' }, null] } }, undefined],
    ['is not a list', { anchore: { fixes: 'none' } }, undefined],
    ['is not told', undefined, undefined],
  ])('the day of a fix %s', async (_name, specific, expected) => {
    const record = osv('GHSA-1', 'npm', 'lodash', []);
    const range = {
      type: 'SEMVER',
      events: [{ introduced: '0' }, { fixed: '4.17.20' }],
      database_specific: specific,
    };
    writeLines({ ...record, affected: record.affected.map((entry) => ({ ...entry, ranges: [range] })) });
    const [match] = (await scan([lodash])).matches;
    expect(match).toMatchObject({ fixedVersion: '4.17.20' });
    expect(match?.fixedAt).toBe(expected);
  });

  test('withdrawn records and notices match nothing', async () => {
    const record = osv('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }]);
    writeLines(
      { ...record, withdrawn: '2024-01-01T00:00:00Z' },
      { ...osv('RUSTSEC-1', 'npm', 'lodash', [{ introduced: '0' }], { informational: 'unmaintained' }) },
      osv('ALBA-2024:1', 'npm', 'lodash', [{ introduced: '0' }]),
    );
    const { matches, info } = await scan([lodash]);
    expect(matches).toEqual([]);
    expect(info).toMatchObject({ records: 0, withdrawn: 1, informational: 2 });
  });

  test.each([
    ['the word of the publisher', { database_specific: { severity: 'MODERATE' } }, 'medium', 'vendor'],
    ['a score', { database_specific: { cvss_v3: 9.1 } }, 'critical', 'cvss'],
    ['nothing', {}, 'medium', 'assumed'],
  ])('severity by %s', async (_name, extra, severity, severityFrom) => {
    writeLines({ ...osv('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }]), ...extra });
    expect((await scan([lodash])).matches[0]).toMatchObject({ severity, severityFrom });
  });

  test('plain packages and module builds are judged by their own fixes', async () => {
    const range = (fixed: string) => [{ introduced: '0' }, { fixed }];
    writeLines(
      osv('ALSA-1', 'AlmaLinux:8', 'nodejs', range('1:18.19.0-1.module_el8.9.0+1+a')),
      osv('ALSA-2', 'AlmaLinux:8', 'nodejs', range('1:16.20.0-1.el8')),
    );
    const distro = { id: 'almalinux', version: '8.7' };
    const plain = await scan([packageOf('rpm', 'nodejs', '1:16.1.0-1.el8')], distro);
    const module = await scan([packageOf('rpm', 'nodejs', '1:18.1.0-1.module_el8.7.0+1+b')], distro);
    expect([plain, module].map(({ matches }) => matches.map(({ id }) => id))).toEqual([
      ['ALSA-2'],
      ['ALSA-1'],
    ]);
  });
});

describe('what cannot be judged is a gap', () => {
  test.each<[string, Package, Sbom['distro'], string]>([
    ['a release without data', openssl, { id: 'debian', version: '99' }, 'no advisory data for Debian:99'],
    ['an unknown distribution', openssl, { id: 'plan9' }, 'no advisory data for plan9'],
    ['no distribution', openssl, undefined, 'the distribution of the deb packages is not known'],
    [
      'an ecosystem without data',
      packageOf('gem', 'rails', '7.0'),
      undefined,
      'no advisory data for RubyGems',
    ],
    [
      'a package that the distribution did not make',
      { ...openssl, isThirdParty: true },
      debian,
      'not from the distribution',
    ],
    ['an unknown type', packageOf('cran', 'x', '1'), undefined, 'packages of type cran'],
    [
      'a version that is none',
      packageOf('npm', 'lodash', 'latest'),
      undefined,
      '"latest" is not a version of npm',
    ],
  ])('%s', async (_name, target, distro, reason) => {
    writeLines(osv('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }]));
    const { matches, gaps } = await scan([target], distro);
    expect(matches).toEqual([]);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.reason).toContain(reason);
  });

  test('a range that cannot be read', async () => {
    writeLines(osv('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }, { fixed: 'soon' }]));
    const { gaps, info } = await scan([lodash]);
    expect(gaps).toEqual([
      { what: 'npm lodash 4.17.15', reason: 'GHSA-1 names versions that cannot be read' },
    ]);
    expect(info.problems[0]).toMatchObject({ file: data, line: 1 });
  });
});

describe('two records of one id', () => {
  const record = osv('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }]);
  const early = { ...record, modified: '2024-01-01T00:00:00Z' };
  const late = '2024-02-01T00:00:00Z';

  test.each([
    ['the same twice are one', [early, early], 1],
    ['a later withdrawal takes it back', [early, { ...early, modified: late, withdrawn: late }], 0],
    [
      'an earlier withdrawal does not',
      [
        { ...early, modified: late },
        { ...early, withdrawn: late },
      ],
      1,
    ],
    ['the later correction counts', [early, { ...osv('GHSA-1', 'npm', 'express', []), modified: late }], 0],
  ])('%s', async (_name, records, count) => {
    writeLines(...records);
    const { matches } = await scan([lodash]);
    expect(matches.flatMap(({ details }) => details)).toHaveLength(count);
  });
});

describe('a zip as osv.dev publishes it', () => {
  // Two JSON documents, one of them no record, and a text file; made by Python's zipfile.
  const zipped = join(import.meta.dirname, 'testdata', 'all.zip');

  test('is read document by document', async () => {
    const { matches, info } = await scan([lodash], undefined, zipped);
    expect(matches.map(({ id }) => id)).toEqual(['GHSA-zipped']);
    expect(info.problems).toEqual([
      { file: `${zipped}!broken.json`, message: expect.stringContaining('not JSON') },
    ]);
  });

  test('that is cut off is said to be damaged', async () => {
    copyFileSync(zipped, join(folder, 'cut.zip'));
    truncateSync(join(folder, 'cut.zip'), 150);
    writeLines(osv('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }]));
    const { gaps } = await scan([lodash], undefined, folder);
    expect(gaps).toEqual([
      {
        what: `advisory data ${join(folder, 'cut.zip')}`,
        reason: expect.stringContaining('get the file again'),
      },
    ]);
  });
});

describe('bad data', () => {
  const good = osv('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }]);

  test('is reported with file and line, and the rest stays', async () => {
    writeFileSync(data, `{"id":\n${JSON.stringify(good)}\n{"id":"GHSA-2"}\n[]\n`);
    const { matches, info } = await scan([lodash]);
    expect(matches).toHaveLength(1);
    expect(info.problems.map(({ line }) => line)).toEqual([1, 3, 4]);
    expect(info.problems[1]?.message).toContain('GHSA-2: no list "affected"');
  });

  test('a truncated gzip file is read up to its end', async () => {
    data = join(folder, 'osv.jsonl.gz');
    const lines = [
      good,
      ...Array.from({ length: 3000 }, (_, index) => ({ ...good, id: `GHSA-${index}-${Math.random()}` })),
    ];
    writeFileSync(data, gzipSync(lines.map((line) => JSON.stringify(line)).join('\n')));
    truncateSync(data, Math.floor(statSync(data).size / 2));
    const { matches, info, gaps } = await scan([lodash]);
    expect(matches.length).toBeGreaterThan(0);
    expect(info.problems).toEqual([
      { file: data, message: expect.stringContaining('could not be read to its end') },
    ]);
    expect(gaps).toEqual([
      { what: `advisory data ${data}`, reason: expect.stringContaining('get the file again') },
    ]);
  });

  test('a file of another kind gets one remark', async () => {
    writeFileSync(join(folder, 'labels.jsonl'), '{"label":1}\n{"label":2}\n');
    writeLines(good);
    const { info } = await scan([lodash], undefined, folder);
    expect(info.problems).toEqual([
      { file: join(folder, 'labels.jsonl'), message: 'holds no record of a known kind; skipped' },
    ]);
  });

  test('no data at all is an error', async () => {
    await expect(openAdvisories([folder], cache)).rejects.toThrow('no advisory data');
  });
});

describe('the cache', () => {
  beforeEach(() => writeLines(osv('GHSA-1', 'npm', 'lodash', [{ introduced: '0' }])));

  test('is used while the data is the same', async () => {
    const first = await compileToCache([data], cache);
    expect(await compileToCache([data], cache)).toEqual({ path: first.path, wasCached: true });
    appendFileSync(data, '\n');
    expect((await compileToCache([data], cache)).wasCached).toBe(false);
  });

  test('is built anew when it is damaged, and leaves nothing behind', async () => {
    const { path } = await compileToCache([data], cache);
    truncateSync(path, 5000);
    expect(await compileToCache([data], cache)).toEqual({ path, wasCached: false });
    expect((await scan([lodash])).matches).toHaveLength(1);
    expect(readdirSync(cache)).toEqual([basename(path), `${basename(path)}.intact`]);
  });

  test('a file is hashed again when it was touched, and only then', async () => {
    const { path } = await compileToCache([data], cache);
    const { atime, mtime, size } = statSync(path);
    const file = openSync(path, 'r+');
    writeSync(file, 'x', Math.floor(size / 2));
    closeSync(file);
    utimesSync(path, atime, mtime);
    expect(statSync(path).size).toBe(size);
    expect(await openCompiled(path)).toBeUndefined();
  });

  test.each([
    ['without its note', (note: string) => rmSync(note)],
    ['with a note that is damaged', (note: string) => truncateSync(note, 3)],
  ])('a file %s is hashed, and noted again', async (_name, harm) => {
    const { path } = await compileToCache([data], cache);
    const note = readFileSync(`${path}.intact`, 'utf8');
    harm(`${path}.intact`);
    const opened = await openCompiled(path);
    opened?.close();
    expect(opened?.info.records).toBe(1);
    expect(readFileSync(`${path}.intact`, 'utf8')).toBe(note);
  });
});

test('advice names the version that closes all, once for each source', async () => {
  const range = (fixed: string) => [{ introduced: '0' }, { fixed }];
  writeLines(
    osv('DEBIAN-1', 'Debian:12', 'openssl', range('3.0.15-1')),
    osv('DEBIAN-2', 'Debian:12', 'openssl', range('3.0.16-1')),
    osv('DEBIAN-3', 'Debian:12', 'openssl', [{ introduced: '0' }]),
  );
  const { matches } = await scan([openssl, { ...openssl, name: 'openssl' }], debian);
  expect(matches).toHaveLength(6);
  expect(adviseUpgrades(matches)).toMatchObject([
    {
      name: 'openssl',
      packages: ['libssl3', 'openssl'],
      upgradeTo: '3.0.16-1',
      closes: 2,
      matches: { length: 3 },
    },
  ]);
});

async function scan(packages: readonly Package[], distro?: Sbom['distro'], path = data) {
  const database: AdvisoryDatabase = await openAdvisories([path], cache);
  const result = matchPackages({ packages, ...(distro === undefined ? {} : { distro }) }, database);
  database.close();
  return { ...result, info: database.info };
}

function writeLines(...records: readonly object[]): void {
  writeFileSync(data, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

function osv(id: string, ecosystem: string, name: string, events: readonly object[], specific?: object) {
  return {
    id,
    modified: '2024-01-01T00:00:00Z',
    affected: [
      {
        package: { ecosystem, name },
        ranges: [{ type: 'ECOSYSTEM', events }],
        ...(specific === undefined ? {} : { database_specific: specific }),
      },
    ],
  };
}

function packageOf(type: string, name: string, version: string): Package {
  return {
    type,
    name,
    version,
    purl: `pkg:${type}/${name}@${version}`,
    locations: [],
    licenses: [],
    foundBy: 'test',
  };
}
