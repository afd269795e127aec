import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asText, parseJsonObject } from '../../json.ts';

/**
 * NuGet packages of a published .NET program, and of shared frameworks. Projects are the program's own parts;
 * `runtimepack` entries bring the runtime itself in self-contained programs.
 */
export const dotnetDeps: Cataloger = {
  name: 'dotnet-deps',
  extensions: ['json'],
  wants: (path) => path.endsWith('.deps.json'),
  parse(file) {
    const { libraries, targets } = parseJsonObject(file.content);
    const needs = readNeeds(targets);
    const packages: FoundPackage[] = [];
    for (const [key, library] of Object.entries(asObject(libraries) ?? {})) {
      const [name, version] = splitKey(key);
      const type = asText(asObject(library)?.type)?.toLowerCase();
      if (name === '' || version === '' || (type !== 'package' && type !== 'runtimepack')) continue;
      const bare = type === 'runtimepack' ? name.replace(/^runtimepack\./, '') : name;
      packages.push(foundPackage('nuget', bare, version, { dependsOn: needs.get(key) ?? [] }));
    }
    return { packages };
  },
};

function splitKey(key: string): readonly [name: string, version: string] {
  const slash = key.lastIndexOf('/');
  return slash < 1 ? ['', ''] : [key.slice(0, slash), key.slice(slash + 1)];
}

/** Names that each library of any target needs, by `NAME/VERSION`. */
function readNeeds(targets: unknown): ReadonlyMap<string, readonly (readonly string[])[]> {
  const needs = new Map<string, readonly (readonly string[])[]>();
  for (const target of Object.values(asObject(targets) ?? {})) {
    for (const [key, library] of Object.entries(asObject(target) ?? {})) {
      const names = Object.keys(asObject(asObject(library)?.dependencies) ?? {});
      if (names.length > 0)
        needs.set(
          key,
          names.map((name) => [name]),
        );
    }
  }
  return needs;
}
