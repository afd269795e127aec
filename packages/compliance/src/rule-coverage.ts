import type { Framework } from '@breakwater/model';
import { tactics } from './attack/tactics.ts';
import { techniques } from './attack/techniques.ts';

/** What coverage needs to know of a rule. */
export interface TaggedRule {
  readonly name: string;
  readonly tags: readonly string[];
}

export interface TechniqueCoverage {
  readonly id: string;
  /** The id again when ATT&CK's name is not known here. */
  readonly name: string;
  /** Names of the rules, in their order; those of the sub-techniques behind the technique's own. */
  readonly rules: readonly string[];
}

export interface TacticCoverage {
  readonly id: string;
  readonly name: string;
  /** Those of use against clouds, containers and Linux, and those that rules name; by id. */
  readonly techniques: readonly TechniqueCoverage[];
}

export interface FrameworkCoverage {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Every control of the framework, in its order. */
  readonly controls: readonly {
    readonly id: string;
    readonly title: string;
    readonly rules: readonly string[];
  }[];
}

/** What rules look for, by their tags. */
export interface RuleCoverage {
  readonly tactics: readonly TacticCoverage[];
  readonly frameworks: readonly FrameworkCoverage[];
  /** Tags that look like a control or technique and name none that is known, with the rules that bear them. */
  readonly unknown: readonly { readonly tag: string; readonly rules: readonly string[] }[];
}

const techniqueTag = /^(?:mitre_)?(T\d{4}(?:\.\d{3})?)(?:$|[-_ ])/i;
const tacticTag = /^(?:mitre_)?(TA\d{4})(?:$|[-_ ])/i;

/**
 * The ATT&CK matrix and the controls of frameworks with the rules that look for each. A technique (tag `T1078.004`)
 * stands under the tactics that the rule names (`mitre_initial_access`), or under all of its own; a control is
 * named by the tag `FRAMEWORK:CONTROL`. Pure.
 */
export function ruleCoverage(rules: readonly TaggedRule[], frameworks: readonly Framework[]): RuleCoverage {
  const matrix = emptyMatrix();
  const controls = new Map<string, string[]>();
  const unknown = new Map<string, string[]>();
  for (const rule of rules) {
    addTechniques(rule, matrix, unknown);
    for (const tag of rule.tags) if (tag.includes(':')) push(controls, tag, rule.name);
  }
  for (const cells of matrix.values()) addSubTechniques(cells);
  const frameworkRows = frameworks.map(({ id, name, version, controls: own }) => ({
    id,
    name,
    version,
    controls: own.map((control) => {
      const tag = `${id}:${control.id}`;
      const found = controls.get(tag) ?? [];
      controls.delete(tag);
      return { id: control.id, title: control.title, rules: found };
    }),
  }));
  const ids = new Set(frameworks.map(({ id }) => id));
  for (const [tag, names] of controls) if (ids.has(tag.slice(0, tag.indexOf(':')))) unknown.set(tag, names);
  return {
    tactics: tactics.map(({ id, name }) => ({ id, name, techniques: [...(matrix.get(id)?.values() ?? [])] })),
    frameworks: frameworkRows,
    unknown: [...unknown].map(([tag, names]) => ({ tag, rules: names })),
  };
}

/** The id of the technique that a tag names: `T1078.004`, or upstream's `mitre_T1485-data-destruction`. */
export function techniqueOf(tag: string): string | undefined {
  return techniqueTag.exec(tag)?.[1]?.toUpperCase();
}

type Cell = TechniqueCoverage & { readonly rules: string[] };
type Matrix = ReadonlyMap<string, Map<string, Cell>>;

const tacticIds = new Map(tactics.map(({ tag, id }) => [tag, id]));
const known = new Map(techniques.map((technique) => [technique.id, technique]));

function emptyMatrix(): Matrix {
  return new Map(
    tactics.map((tactic) => {
      const own = techniques.filter((technique) => technique.tactics.includes(tactic.id));
      const cells = own.map(({ id, name }): [string, Cell] => [id, { id, name, rules: [] }]);
      return [tactic.id, new Map(cells.sort(([a], [b]) => (a < b ? -1 : 1)))];
    }),
  );
}

function addTechniques(rule: TaggedRule, matrix: Matrix, unknown: Map<string, string[]>): void {
  const ids = new Set(rule.tags.flatMap((tag) => techniqueOf(tag) ?? []));
  const named = new Set(
    rule.tags.flatMap((tag) => tacticIds.get(tag) ?? tacticTag.exec(tag)?.[1]?.toUpperCase() ?? []),
  );
  for (const id of ids) {
    const technique = known.get(id);
    if (technique === undefined) push(unknown, id, rule.name);
    const own = technique?.tactics ?? [];
    const fitting = own.filter((tactic) => named.has(tactic));
    const places = fitting.length > 0 ? fitting : technique === undefined ? [...named] : own;
    for (const tactic of places) cellOf(matrix, tactic, id, technique?.name ?? id)?.rules.push(rule.name);
  }
}

/** What looks for a sub-technique looks for its technique. */
function addSubTechniques(cells: ReadonlyMap<string, Cell>): void {
  for (const [id, cell] of cells) {
    const [parent = ''] = id.split('.');
    const rules = parent === id ? undefined : cells.get(parent)?.rules;
    for (const rule of cell.rules) if (rules?.includes(rule) === false) rules.push(rule);
  }
}

function cellOf(matrix: Matrix, tactic: string, id: string, name: string): Cell | undefined {
  const cells = matrix.get(tactic);
  if (cells === undefined) return undefined;
  const cell = cells.get(id) ?? { id, name, rules: [] };
  cells.set(id, cell);
  return cell;
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
