import type { Advisory } from './advisories/advisory.ts';

interface HasAdvisory {
  readonly advisory: Advisory;
}

/**
 * Groups statements about one package by vulnerability: records that share an id, an alias or their only
 * upstream are one. An erratum names several upstream vulnerabilities and is none of them: it joins a group
 * when every one of them has its own record here, and stands alone otherwise.
 */
export function groupByAlias<T extends HasAdvisory>(statements: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  const errata: T[] = [];
  for (const statement of statements) {
    if (statement.advisory.upstream.length > 1) errata.push(statement);
    else join(groups, namesOf(statement.advisory), [statement]);
  }
  for (const erratum of errata) {
    const { upstream } = erratum.advisory;
    const isCovered = upstream.every((name) => groups.has(name));
    join(groups, isCovered ? upstream.slice(0, 1) : [erratum.advisory.id], [erratum]);
  }
  return [...new Set(groups.values())];
}

function namesOf({ id, aliases, upstream }: Advisory): string[] {
  return [id, ...aliases, ...upstream];
}

/** Adds statements to the group of any of the names; groups that meet become one. */
function join<T>(groups: Map<string, T[]>, names: readonly string[], statements: readonly T[]): void {
  const met = new Set<T[]>();
  for (const name of names) {
    const group = groups.get(name);
    if (group !== undefined) met.add(group);
  }
  const [into = [], ...others] = met;
  for (const other of others) {
    into.push(...other);
    for (const [name, group] of groups) if (group === other) groups.set(name, into);
  }
  into.push(...statements);
  for (const name of names) groups.set(name, into);
}
