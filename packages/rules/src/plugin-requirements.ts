import type { PluginVersionsItem } from './items.ts';
import { isCompatible, parseVersion } from './version.ts';

/** What is required and not there: for each requirement one alternative must be loaded in a fitting version. */
export function pluginProblems(
  requirements: readonly PluginVersionsItem[],
  loaded: ReadonlyMap<string, string>,
): readonly string[] {
  const problems: string[] = [];
  for (const { alternatives } of requirements) {
    const isMet = alternatives.some(({ name, version }) => {
      const actual = parseVersion(loaded.get(name) ?? '');
      const required = parseVersion(version);
      return actual !== undefined && required !== undefined && isCompatible(actual, required);
    });
    const wanted = alternatives.map(({ name, version }) => `${name} ${version}`).join(' or ');
    if (!isMet) problems.push(`requires plugin ${wanted}`);
  }
  return problems;
}
