import type { Match } from '@breakwater/model';
import { expect, it } from 'vitest';
import { readSearch, type Search } from '../../state/search.ts';
import { filterMatches, shownId } from './match-filter.ts';

const matches: readonly Match[] = [
  {
    id: 'GHSA-1',
    aliases: ['CVE-2021-1'],
    summary: 'Prototype pollution in minimist',
    severity: 'critical',
    epss: 0.4,
    isKnownExploited: true,
    fixState: 'fixed',
    fixedVersion: '1.2.6',
    package: { type: 'npm', name: 'minimist', version: '1.2.0', purl: 'pkg:npm/minimist@1.2.0' },
    path: 'srv/node_modules/minimist/package.json',
    details: [],
  },
  {
    id: 'CVE-2020-2',
    aliases: [],
    summary: 'Overflow',
    severity: 'info',
    isKnownExploited: false,
    fixState: 'wont-fix',
    package: { type: 'deb', name: 'libc6', version: '2.36-9', purl: 'pkg:deb/debian/libc6@2.36-9' },
    details: [],
  },
];

it.each<[string, Search, readonly string[]]>([
  ['info is left out unless asked for', {}, ['GHSA-1']],
  ['all severities', { sev: 'all' }, ['GHSA-1', 'CVE-2020-2']],
  ['fixable', { sev: 'all', f: ['fix = fixed'] }, ['GHSA-1']],
  ['exploited', { sev: 'all', f: ['exploited != yes'] }, ['CVE-2020-2']],
  ['EPSS, which one does not have', { sev: 'all', f: ['epss >= 0.1'] }, ['GHSA-1']],
  ['an alias', { sev: 'all', f: ['id = CVE-2021-1'] }, ['GHSA-1']],
  ['a hidden package', { sev: 'all', hide: ['package=minimist'] }, ['CVE-2020-2']],
  ['text, in any case', { sev: 'all', q: 'POLLUTION minimist' }, ['GHSA-1']],
  [
    'a scope says nothing about vulnerabilities',
    { sev: 'all', scope: ['account=1'] },
    ['GHSA-1', 'CVE-2020-2'],
  ],
])('%s', (_, search, ids) => {
  const kept = filterMatches(matches, readSearch(search), { withSeverity: true });
  expect(kept.map((match) => match.id)).toEqual(ids);
});

it('shows the CVE where there is one', () => {
  expect(matches.map(shownId)).toEqual(['CVE-2021-1', 'CVE-2020-2']);
});
