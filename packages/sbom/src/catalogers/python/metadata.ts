import type { FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';

/** A package by its core metadata (METADATA, PKG-INFO); undefined without name or version. */
export function readMetadata(text: string): FoundPackage | undefined {
  const headers = parseHeaders(text);
  const name = headers.get('name')?.[0];
  const version = headers.get('version')?.[0];
  if (!name || !version) return undefined;
  return foundPackage('pypi', name, version, {
    licenses: readLicenses(headers),
    dependsOn: (headers.get('requires-dist') ?? []).flatMap(readRequirement),
    provides: [normalizePythonName(name)],
  });
}

/** PEP 503: lower case, runs of `-`, `_` and `.` are one hyphen. */
export function normalizePythonName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

type Headers = ReadonlyMap<string, readonly string[]>;

/** Headers end at the first empty line: what follows is a description, whatever it looks like. */
function parseHeaders(text: string): Headers {
  const headers = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    if (line === '') break;
    const colon = line.indexOf(':');
    if (colon < 1 || line.startsWith(' ') || line.startsWith('\t')) continue;
    const key = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const values = headers.get(key);
    if (values === undefined) headers.set(key, [value]);
    else values.push(value);
  }
  return headers;
}

function readLicenses(headers: Headers): readonly string[] {
  const stated = headers.get('license-expression') ?? headers.get('license') ?? [];
  const useful = stated.filter((one) => one !== '' && one !== 'UNKNOWN' && one.length < 200);
  if (useful.length > 0) return useful;
  const classifiers = (headers.get('classifier') ?? []).filter((one) => one.startsWith('License :: '));
  return classifiers.map((one) => one.slice(one.lastIndexOf(':') + 1).trim());
}

/** `urllib3 (>=1.21) ; python_version > "3"`; what only an extra needs is left out. */
function readRequirement(text: string): readonly (readonly string[])[] {
  const [requirement = '', marker = ''] = text.split(';', 2);
  const name = /^[A-Za-z0-9][\w.-]*/.exec(requirement.trim())?.[0];
  return name === undefined || /\bextra\s*==/.test(marker) ? [] : [[normalizePythonName(name)]];
}
