import { readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { scanImage } from '@breakwater/sbom';
import { matchPackages, openAdvisories } from '@breakwater/vuln';
import type { Case, Outcome, Suite } from '../suite.ts';

/** A package as an expectation file names it; of an rpm, the parts of the version stand apart. */
interface ExpectedPackage {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly epoch?: number;
  readonly release?: string;
}

/** A finding as an expectation file names it. */
interface ExpectedFinding {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly type: string;
  readonly package: string;
  readonly version: string;
}

/** Images with `NAME.packages.json` and `NAME.findings.json` beside them; one case is an image and one such file. */
export const images: Suite = {
  name: 'images',
  defaultPath: 'images',
  async cases(path, casesFolder) {
    const files = await listImages(path);
    const found = await Promise.all(files.map((file) => casesOf(file, join(casesFolder, 'advisories'))));
    return found.flat();
  },
};

/** The path itself, or the images of a folder: everything that is no expectation and no text. */
async function listImages(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => !/\.(?:json|md)$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function casesOf(image: string, advisories: string): Promise<readonly Case[]> {
  const name = basename(image).replace(/\..*$/s, '');
  const beside = await readdir(dirname(image));
  const cases: Case[] = [];
  const packagesFile = `${name}.packages.json`;
  if (beside.includes(packagesFile)) {
    const file = join(dirname(image), packagesFile);
    cases.push({ id: `${basename(image)}/packages`, run: () => comparePackages(image, file) });
  }
  const findingsFile = `${name}.findings.json`;
  if (beside.includes(findingsFile)) {
    const file = join(dirname(image), findingsFile);
    cases.push({ id: `${basename(image)}/findings`, run: () => compareFindings(image, file, advisories) });
  }
  return cases;
}

/** The package sets must be equal: that nothing of `absent` is there follows. */
async function comparePackages(image: string, file: string): Promise<Outcome> {
  const { packages } = JSON.parse(await readFile(file, 'utf8')) as { packages: readonly ExpectedPackage[] };
  const { sbom } = await scanImage(image);
  const expected = new Set(packages.map(describe));
  const actual = new Set(sbom.packages.map(describe));
  const missing = [...expected].filter((one) => !actual.has(one)).sort();
  const unexpected = [...actual].filter((one) => !expected.has(one)).sort();
  return { passed: missing.length + unexpected.length === 0, expected: { missing }, actual: { unexpected } };
}

/** Each expected record must meet an actual one of the same package by id or alias, and the reverse. */
async function compareFindings(image: string, file: string, advisories: string): Promise<Outcome> {
  const { findings } = JSON.parse(await readFile(file, 'utf8')) as { findings: readonly ExpectedFinding[] };
  const database = await openAdvisories([advisories], join(tmpdir(), 'breakwater-conformance'));
  const { sbom } = await scanImage(image);
  const actual = matchPackages(sbom, database).matches.map(
    ({ id, aliases, package: { type, name, version } }): ExpectedFinding => ({
      id,
      aliases,
      type,
      package: name,
      version: withEpoch(type, version),
    }),
  );
  const missing = unmet(findings, actual);
  const unexpected = unmet(actual, findings);
  return { passed: missing.length + unexpected.length === 0, expected: { missing }, actual: { unexpected } };
}

/** The findings of one list that meet none of the other. */
function unmet(findings: readonly ExpectedFinding[], others: readonly ExpectedFinding[]): readonly string[] {
  const known = new Set(others.flatMap(keysOf));
  const alone = findings.filter((finding) => !keysOf(finding).some((key) => known.has(key)));
  return alone.map((finding) => keysOf(finding)[0] ?? '').sort();
}

function keysOf({ id, aliases, type, package: name, version }: ExpectedFinding): readonly string[] {
  return [id, ...aliases].map((one) => `${type} ${name} ${version} ${one}`);
}

function describe({ type, name, version, epoch, release }: ExpectedPackage): string {
  const full = release === undefined ? version : `${epoch ?? 0}:${version}-${release}`;
  return `${type} ${name} ${withEpoch(type, full)}`;
}

/** Expectations always write the epoch of an rpm; a missing one is 0. */
function withEpoch(type: string, version: string): string {
  return type !== 'rpm' || version.includes(':') ? version : `0:${version}`;
}
