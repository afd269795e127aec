import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findVersionScheme, satisfiesNpmRange } from '@breakwater/vuln';
import type { Case, Suite } from '../suite.ts';

interface VersionPair {
  readonly a: string;
  readonly b: string;
  readonly expected: -1 | 0 | 1 | null;
}

interface RangeCase {
  readonly range: string;
  readonly version: string;
  readonly satisfies: boolean;
  readonly withIncludePrerelease: boolean;
}

interface VersionsFile {
  readonly ecosystem: string;
  readonly pairs?: readonly VersionPair[];
  readonly cases?: readonly RangeCase[];
}

/** Truth tables of version order, and of npm ranges. */
export const versions: Suite = {
  name: 'versions',
  defaultPath: 'versions',
  cases: async (path) => listFiles(path).flatMap(readCases),
};

function listFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => join(path, name));
}

function readCases(path: string): Case[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as VersionsFile;
  const name = basename(path).replace(/\..*/, '');
  const pairs = (file.pairs ?? []).map((pair, index) => pairCase(`${name}#${index}`, file.ecosystem, pair));
  const ranges = (file.cases ?? []).map((range, index) => rangeCase(`${name}#${index}`, range));
  return [...pairs, ...ranges];
}

function pairCase(id: string, ecosystem: string, pair: VersionPair): Case {
  return {
    id: `${id} ${pair.a} : ${pair.b}`,
    run: () => {
      const scheme = findVersionScheme(ecosystem);
      if (scheme === undefined) throw new Error(`no version scheme for ${ecosystem}`);
      const actual = scheme.compare(pair.a, pair.b) ?? null;
      return { passed: actual === pair.expected, expected: pair.expected, actual };
    },
  };
}

function rangeCase(id: string, { range, version, satisfies, withIncludePrerelease }: RangeCase): Case {
  return {
    id: `${id} ${version} in ${range}`,
    run: () => {
      const actual = [
        satisfiesNpmRange(version, range),
        satisfiesNpmRange(version, range, { includePrerelease: true }),
      ];
      const expected = [satisfies, withIncludePrerelease];
      return { passed: actual.join() === expected.join(), expected, actual };
    },
  };
}
