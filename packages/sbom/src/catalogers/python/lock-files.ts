import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asObjects, asText, type JsonObject, parseJsonObject } from '../../json.ts';
import { shortLines } from '../../short-lines.ts';
import { parseToml } from '../../toml.ts';
import { normalizePythonName } from './metadata.ts';

/** What the lock files of Poetry, uv and PDM, and pylock.toml (PEP 751), name. */
export const pythonLock: Cataloger = {
  name: 'python-lock',
  names: ['poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml'],
  evidence: 'lock-file',
  parse(file) {
    const document = parseToml(file.content);
    return { packages: asObjects(document.package ?? document.packages).flatMap(readLocked) };
  },
};

/** What Pipfile.lock names: both groups, versions as `==1.2.3`. */
export const pythonPipfileLock: Cataloger = {
  name: 'python-pipfile-lock',
  names: ['Pipfile.lock'],
  evidence: 'lock-file',
  parse(file) {
    const document = parseJsonObject(file.content);
    const entries = [document.default, document.develop].flatMap((group) =>
      Object.entries(asObject(group) ?? {}),
    );
    const packages = entries.flatMap(([name, entry]) => {
      const version = /^===?(.+)$/.exec(asText(asObject(entry)?.version) ?? '')?.[1];
      return version === undefined ? [] : [locked(name, version)];
    });
    return { packages };
  },
};

/** Requirements pinned to one version; ranges do not tell which. */
export const pythonRequirements: Cataloger = {
  name: 'python-requirements',
  extensions: ['txt'],
  evidence: 'lock-file',
  wants: (path) => /(?:^|\/)(?:[\w.-]*requirements[\w.-]*|requirements\/[^/]+)\.txt$/i.test(path),
  parse(file) {
    const packages: FoundPackage[] = [];
    for (const line of shortLines(file.content)) {
      const match = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\]\s*)?===?\s*([^\s;#,\\*]+)(?=\s|;|#|\\|$)/.exec(
        line,
      );
      if (match?.[1] !== undefined) packages.push(locked(match[1], match[2] ?? ''));
    }
    return { packages };
  },
};

/** The project itself is in uv.lock too, with a source that is a path. */
function readLocked(one: JsonObject): readonly FoundPackage[] {
  const name = asText(one.name);
  const version = asText(one.version);
  const source = asObject(one.source);
  const isProject = source !== undefined && ('virtual' in source || 'editable' in source);
  if (name === undefined || version === undefined || isProject) return [];
  return [locked(name, version, dependencyNames(one.dependencies))];
}

/** Poetry has a table by name, uv a list of tables, PDM a list of requirements. */
function dependencyNames(dependencies: unknown): readonly string[] {
  if (!Array.isArray(dependencies)) return Object.keys(asObject(dependencies) ?? {});
  return dependencies.flatMap((one: unknown) => {
    const text = asText(one) ?? asText(asObject(one)?.name);
    return /^[A-Za-z0-9][\w.-]*/.exec(text ?? '') ?? [];
  });
}

function locked(name: string, version: string, needed: readonly string[] = []): FoundPackage {
  return foundPackage('pypi', name, version, {
    provides: [normalizePythonName(name)],
    dependsOn: needed.map((one) => [normalizePythonName(one)]),
  });
}
