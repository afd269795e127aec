import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { scanImage } from '@breakwater/sbom';
import type { Case, Outcome, Suite } from '../suite.ts';

/** A package as an expectation file names it. */
interface ExpectedPackage {
  readonly type: string;
  readonly name: string;
  readonly version: string;
}

/** Images with `NAME.packages.json` and `NAME.findings.json` beside them; one case is an image and one such file. */
export const images: Suite = {
  name: 'images',
  defaultPath: 'images',
  async cases(path) {
    const files = await listImages(path);
    const found = await Promise.all(files.map(casesOf));
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

async function casesOf(image: string): Promise<readonly Case[]> {
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
    cases.push({ id: `${basename(image)}/findings`, run: () => compareFindings() });
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

function compareFindings(): Outcome {
  return { passed: false, actual: 'packages are not compared with advisories yet' };
}

function describe({ type, name, version }: ExpectedPackage): string {
  return `${type} ${name} ${version}`;
}
