import type { Match } from '@breakwater/model';
import { describe, expect, it } from 'vitest';
import { adviseFixes, compareVersionText } from './fix-advice.ts';

function match(
  id: string,
  change: Partial<Match> & { readonly name?: string; readonly version?: string } = {},
): Match {
  const { name = 'lodash', version = '4.17.15', ...rest } = change;
  return {
    id,
    aliases: [],
    summary: '',
    severity: 'medium',
    isKnownExploited: false,
    fixState: 'fixed',
    fixedVersion: '4.17.21',
    package: { type: 'npm', name, version, purl: `pkg:npm/${name}@${version}` },
    details: [],
    ...rest,
  };
}

describe('adviseFixes', () => {
  it('is one step per package as installed, to the highest of the fixed versions', () => {
    const advice = adviseFixes([
      match('A', { fixedVersion: '4.17.9' }),
      match('B', { fixedVersion: '4.17.21', severity: 'critical' }),
      match('C', { version: '3.0.0' }),
    ]);
    expect(advice.map((one) => [one.version, one.target, one.worst, one.solved.length])).toEqual([
      ['4.17.15', '4.17.21', 'critical', 2],
      ['3.0.0', '4.17.21', 'medium', 1],
    ]);
  });

  it('tells what has no fix apart, and puts packages without any last', () => {
    const { fixedVersion: _, ...unfixed } = match('B', { fixState: 'not-fixed' });
    const [first, last] = adviseFixes([
      { ...unfixed, id: 'X', severity: 'critical', package: { ...unfixed.package, name: 'old' } },
      match('A'),
      unfixed,
    ]);
    expect([first?.name, first?.solved.length, first?.left.length]).toEqual(['lodash', 1, 1]);
    expect([last?.name, last?.target, last?.command]).toEqual(['old', undefined, undefined]);
  });

  it('puts what is exploited before what is only severe', () => {
    const advice = adviseFixes([
      match('A', { name: 'a', severity: 'critical' }),
      match('B', { name: 'b', severity: 'low', isKnownExploited: true }),
    ]);
    expect(advice.map((one) => one.name)).toEqual(['b', 'a']);
  });

  it.each([
    ['npm', 'lodash', undefined, 'npm install lodash@4.17.21'],
    ['npm', '@scope/a', 'srv/node_modules/@scope/a/package.json', 'npm install @scope/a@4.17.21'],
    [
      'npm',
      'minimist',
      'srv/node_modules/optimist/node_modules/minimist/package.json',
      'npm pkg set overrides.optimist.minimist=4.17.21 && npm install',
    ],
    ['npm', 'a', 'node_modules/lodash.merge/node_modules/a/package.json', undefined],
    ['pypi', 'requests', undefined, 'pip install --upgrade "requests>=4.17.21"'],
    ['golang', 'golang.org/x/net', undefined, 'go get golang.org/x/net@v4.17.21'],
    ['deb', 'libssl3', undefined, 'apt-get update && apt-get install -y --only-upgrade libssl3'],
    ['maven', 'org.a:b', undefined, undefined],
    ['npm', 'a; rm -rf /', undefined, undefined],
  ])('%s %s at %s is upgraded by %s', (type, name, path, command) => {
    const one = match('A', { name, ...(path === undefined ? {} : { path }) });
    expect(adviseFixes([{ ...one, package: { ...one.package, type } }])[0]?.command).toBe(command);
  });
});

describe('compareVersionText', () => {
  it.each([
    ['1.2.9', '1.2.10', -1],
    ['v1.0.0', '1.0.0', 0],
    ['1.0.0-rc.1', '1.0.0', -1],
    ['3.0.20-1~deb12u2', '3.0.22-1~deb12u1', -1],
    ['2.0~beta1', '2.0', -1],
    ['1:1.0', '2.0', 1],
    ['1.0', '1.0.1', -1],
    ['1.0a', '1.0b', -1],
    ['08', '8', 0],
  ])('%s against %s is %i', (a, b, order) => {
    expect(Math.sign(compareVersionText(a, b))).toBe(order);
    expect(Math.sign(compareVersionText(b, a)) + order).toBe(0);
  });
});
