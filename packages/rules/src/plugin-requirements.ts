import type { LoadError } from './diagnostic.ts';
import type { PluginRequirement, PluginVersionsItem } from './items.ts';
import { report } from './report.ts';
import { isCompatible, parseVersion } from './version.ts';

/** What is required and not there: for each requirement one alternative must be loaded in a fitting version. */
export function pluginProblems(
  requirements: readonly PluginVersionsItem[],
  loaded: ReadonlyMap<string, string>,
): readonly LoadError[] {
  const isMet = ({ name, version }: PluginRequirement) => {
    const actual = parseVersion(loaded.get(name) ?? '');
    const required = parseVersion(version);
    return actual !== undefined && required !== undefined && isCompatible(actual, required);
  };
  return requirements
    .filter(({ alternatives }) => !alternatives.some(isMet))
    .map(({ alternatives, context }) => {
      const wanted = alternatives.map(({ name, version }) => `${name} ${version}`).join(' or ');
      const known = alternatives.filter(({ name }) => loaded.has(name));
      const has = known.map(({ name }) => `${name} ${loaded.get(name)}`).join(', ') || 'none of that name';
      return report('LOAD_ERR_VALIDATE', `the rules need the plugin ${wanted}; there is ${has}`, context);
    });
}
