import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from './glob.ts';
import { defaultOwnerRules, type OwnerRules, type OwnerSubject, ownerKey, ownerOf } from './owner-of.ts';
import { ownersFileLimits, parseOwnersFile } from './owners-file.ts';

const file = `
# Who answers for what
*                       @platform
payments/**             @payments oncall@example.com   # a comment
cluster:prod service:checkout-*  @checkout
/legacy/
account:111111111111 @audit
`;

const rules: OwnerRules = { ...defaultOwnerRules, file };

describe('ownerOf', () => {
  it.each<[string, OwnerSubject, readonly string[], string, string]>([
    [
      'an image label first',
      { repository: 'payments/api', labels: { TEAM: 'blue' } },
      ['blue'],
      'image-label',
      'label team',
    ],
    [
      'a resource tag next',
      { repository: 'payments/api', tags: { Owner: 'red, green' } },
      ['red', 'green'],
      'resource-tag',
      'tag owner',
    ],
    [
      'the last line that matches',
      { repository: 'payments/api' },
      ['@payments', 'oncall@example.com'],
      'file',
      'line 4: repository:payments/**',
    ],
    [
      'a repository without its registry',
      { repository: '1.dkr.ecr.eu-west-1.amazonaws.com/payments/a/b' },
      ['@payments', 'oncall@example.com'],
      'file',
      'line 4: repository:payments/**',
    ],
    [
      'all patterns of a line',
      { cluster: 'prod', service: 'checkout-web' },
      ['@checkout'],
      'file',
      'line 5: cluster:prod service:checkout-*',
    ],
    [
      'no line of which one pattern fails',
      { cluster: 'prod', service: 'search', clusterTags: { owner: 'ops' } },
      ['ops'],
      'cluster-tag',
      'cluster tag owner',
    ],
    ['a line without owners takes back', { repository: 'legacy/cron' }, ['@last'], 'fallback', 'fallback'],
    ['the fallback', {}, ['@last'], 'fallback', 'fallback'],
    [
      'an empty label says nothing',
      { labels: { team: ' ' }, account: '111111111111' },
      ['@audit'],
      'file',
      'line 7: account:111111111111',
    ],
  ])('%s', (_title, subject, owners, by, rule) => {
    expect(ownerOf(subject, { ...rules, fallback: '@last' })).toEqual({ owners, by, rule });
  });

  it('says when nobody is found', () => {
    expect(ownerOf({}, defaultOwnerRules)).toEqual({ owners: [], by: 'none', rule: 'no rule matches' });
  });

  it('asks in the order that is given, and nobody else', () => {
    const subject = { repository: 'payments/api', labels: { team: 'blue' } };
    expect(ownerOf(subject, { ...rules, order: ['file', 'image-label'] }).by).toBe('file');
    expect(ownerOf(subject, { ...rules, order: ['cluster-tag'] }).by).toBe('none');
  });

  it('takes names of labels for nothing but names', () => {
    const labels = JSON.parse('{"__proto__": "evil", "constructor": "evil"}') as Record<string, string>;
    expect(ownerOf({ labels }, { ...defaultOwnerRules, labels: ['toString', 'owner'] }).by).toBe('none');
  });

  it('compares owners without @ and case', () => {
    expect(ownerKey(' @Payments')).toBe(ownerKey('payments'));
  });
});

describe('an owners file', () => {
  it.each([
    ['@team', 'a pattern is expected before the owners'],
    ['a/* @team other', '"other" is no owner: @team or an e-mail address is expected'],
    [
      'planet:mars @team',
      '"planet:mars" begins with an unknown selector: one of repository, cluster, service, account, namespace is expected',
    ],
    ['cluster: @team', '"cluster:" has no pattern'],
    [`${'a'.repeat(ownersFileLimits.pattern + 1)} @team`, `the pattern "${'a'.repeat(80)}…" is too long`],
  ])('tells what is wrong with %s', (line, message) => {
    expect(parseOwnersFile(`# first\r\n\r\n${line}\r\nb @c`)).toEqual({
      lines: [{ line: 4, patterns: [{ selector: 'repository', glob: 'b' }], owners: ['@c'] }],
      problems: [{ line: 3, message }],
    });
  });

  it('is read to a limit, and says so', () => {
    expect(parseOwnersFile('x'.repeat(ownersFileLimits.bytes + 1)).problems).toHaveLength(1);
    const { lines, problems } = parseOwnersFile('a @b\n'.repeat(ownersFileLimits.lines + 5));
    expect([lines.length, problems.length]).toEqual([ownersFileLimits.lines, 1]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { lines, problems } = parseOwnersFile(text);
        expect(lines.length + problems.length).toBeLessThanOrEqual(text.split('\n').length);
      }),
    );
  });
});

describe('matchesGlob', () => {
  it.each([
    ['a/*', 'a/b', true],
    ['a/*', 'a/b/c', false],
    ['a/**', 'a/b/c', true],
    ['**/api', 'x/y/api', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['*', '', true],
    ['a***b', 'a/x/b', true],
    ['a.c', 'abc', false],
    ['', '', true],
    ['', 'a', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const word = fc.stringMatching(/^[ab/*?]{0,8}$/);
    fc.assert(
      fc.property(word, fc.stringMatching(/^[ab/]{0,8}$/), (pattern, text) => {
        const source = pattern.replace(/\*+|\?/g, (star) =>
          star === '?' ? '[^/]' : star === '*' ? '[^/]*' : '.*',
        );
        expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
    );
  });

  it('takes no long time over many stars', () => {
    const started = performance.now();
    expect(matchesGlob(`${'*a'.repeat(140)}b`, 'a'.repeat(1000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
