import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findVersionScheme, versionSchemes } from './index.ts';

/** Versions of one scheme in ascending order; those joined by ` = ` are equal. */
const ladders: Readonly<Record<string, readonly string[]>> = {
  apk: [
    '1.0_alpha',
    '1.0_rc1',
    '1.0',
    '1.0-r0',
    '1.0-r1',
    '1.0_p',
    '1.0_p0',
    '1.0a',
    '1.0.02',
    '1.0.1',
    '1.1',
  ],
  bitnami: ['1.2.0 = 1.2', '1.2.3 = 1.2.3-0', '1.2.3-1', '1.2.3-10', '1.2.4-rc.a', '1.2.4', '2023.03.20'],
  cargo: ['1.0.0-1', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0 = 1.0.0+build', '1.2.0', '1.10.0'],
  composer: [
    '1.0.0-dev',
    '1.0.0-alpha1',
    '1.0.0-beta',
    '1.0.0-RC1',
    'v1.0 = 1.0.0.0',
    '1.0.0-patch1',
    '1.1.x-dev',
  ],
  deb: ['1.0~rc1-1', '1.0 = 1.0-0 = 0:1.00', '1.0-1', '1.0-1+b1', '1.0a', '1.0+x', '1.0.1', '1:0.1'],
  gem: ['1.0.a', '1.0.b1 = 1.0.b.1', '1.0 = 1.0.0', '1.0.1', '1.10'],
  generic: [
    '1.0-dev',
    '1.0alpha2',
    '1.0b1 = 1.0-beta1',
    '1.0-rc.1',
    '1.0 = 1 = v1.0.0 = 1.0+build5',
    '1.0a',
    '1.0k',
    '1.0.1',
    '1.10',
  ],
  go: [
    'v0.0.0-20210520170846-37e1c6afe023',
    'v0.0.0-20220722155237-a158d28d115b',
    'v0.1.0',
    'v1 = v1.0.0',
    'v1.2.3 = v1.2.3+incompatible',
  ],
  hex: ['1.0.0-rc.1', '1.0.0 = 1.0.0+b', '1.0.1'],
  maven: [
    '1-alpha1 = 1-a1',
    '1-beta',
    '1-m1',
    '1-rc1 = 1-cr1',
    '1-SNAPSHOT',
    '1 = 1.0.0 = 1.Final = 1-ga',
    '1-sp',
    '1-foo',
    '1-1',
    '1.1',
  ],
  npm: [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    'v1.0.0 = 1.0.0+x',
    '1.9.0',
    '1.10.0',
  ],
  nuget: ['1.0-alpha', '1.0-ALPHA.1 = 1.0.0-alpha.1', '1.0 = 1.0.0.0 = 1.0+m', '1.0.0.1'],
  pub: ['1.0.0-rc.1', '1.0.0-rc.1+1', '1.0.0', '1.0.0+1', '1.0.0+2', '1.0.0+a', '1.0.1'],
  pypi: [
    '1.0.dev1',
    '1.0a1.dev2',
    '1.0a1 = 1.0-ALPHA.1',
    '1.0rc1 = 1.0c1',
    '1.0 = 1 = v1.0.0',
    '1.0+abc',
    '1.0+10',
    '1.0.post1',
    '1!0.1',
  ],
  rpm: ['1.0~rc1', '1.0 = 0:1.0', '1.0-1', '1.0^git1-1', '1.0a1', '1.0.1 = 1_0_1', '1.10', '1:0.1'],
  swift: ['1.0.0-beta', 'v1.0 = 1.0.0 = 1.0.0+m', '1.0.1'],
  semver: ['1.0.4-0.20180125103619-43913f2f4fbd', '1.0.4', '1.21.0-rc.2', '1.21.0'],
};

describe.each(Object.entries(ladders))('%s', (name, ladder) => {
  const rungs = ladder.map((rung) => rung.split(' = '));
  const pairs = rungs.flatMap((left, i) =>
    rungs.flatMap((right, j) => left.flatMap((a) => right.map((b) => [a, b, Math.sign(i - j)] as const))),
  );
  test.each(pairs)('%s : %s', (a, b, expected) => {
    expect(findVersionScheme(name)?.compare(a, b)).toBe(expected);
  });
});

test.each([
  ['apk', '1.0.-r1'],
  ['apk', ''],
  ['cargo', '1.0'],
  ['cargo', '1.0.99999999999999999999'],
  ['composer', 'feature'],
  ['deb', '1.0-'],
  ['deb', 'a:1'],
  ['deb', '1 2'],
  ['gem', 'a.1'],
  ['go', '1.0.0'],
  ['go', 'v01.0.0'],
  ['hex', '1.0.0-01'],
  ['generic', 'latest'],
  ['swift', 'main'],
  ['pub', '1.0'],
  ['bitnami', 'x'],
  ['npm', '1'],
  ['npm', '1.0.9007199254740992'],
  ['pypi', '2004d'],
  ['nuget', '1.2.3.4.5'],
  ['npm', `1.0.0-${'a'.repeat(600)}`],
])('%s refuses "%s" and never orders it', (name, version) => {
  const scheme = findVersionScheme(name);
  expect(scheme?.isValid(version)).toBe(false);
  expect(scheme?.compare(version, version)).toBeUndefined();
});

test('branches of Composer have no order', () => {
  const composer = findVersionScheme('composer');
  expect(composer?.compare('dev-main', 'dev-main')).toBe(0);
  expect(composer?.compare('dev-main', 'dev-next')).toBeUndefined();
  expect(composer?.compare('dev-main', '1.0')).toBeUndefined();
});

describe.each(versionSchemes)('$name is an order', (scheme) => {
  const version = fc.stringMatching(
    /^v?[0-9]{1,2}(\.[0-9]{1,2}){0,3}([-_~.+^]?(alpha|rc|dev|p|b|foo|[0-9]){1,3}){0,2}$/,
  );

  test('antisymmetric and transitive', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [ab, ba, bc, ac] = [
          scheme.compare(a, b),
          scheme.compare(b, a),
          scheme.compare(b, c),
          scheme.compare(a, c),
        ];
        if (ab !== undefined) expect(ab + (ba ?? 9)).toBe(0);
        if (ab === 0 && bc !== undefined) expect(ac).toBe(bc);
        if (ab === -1 && bc === -1) expect(ac).toBe(-1);
      }),
      { numRuns: 400 },
    );
  });

  test('answers for any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect([-1, 0, 1, undefined]).toContain(scheme.compare(a, b));
      }),
    );
  });
});

test('every scheme of the folder is in the list', () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => /^[a-z]+\.ts$/.test(file) && file !== 'index.ts',
  );
  expect(versionSchemes.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
});
