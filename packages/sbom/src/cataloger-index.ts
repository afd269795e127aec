import type { FileSelection, SelectedFile } from '@breakwater/image';
import type { Cataloger } from './cataloger.ts';
import { condensers } from './condensers.ts';

/** Tells which catalogers want a file, without asking every one of them about every file. */
export interface CatalogerIndex {
  /** Of a file kept whole; exact paths apart. */
  readonly wanting: (path: string) => readonly Cataloger[];
  /** Of a file of which a condenser kept the facts. */
  readonly wantingCondensed: (file: SelectedFile) => readonly Cataloger[];
  /** Exact paths, each with those that want it. */
  readonly byPath: ReadonlyMap<string, readonly Cataloger[]>;
}

export function indexCatalogers(catalogers: readonly Cataloger[]): CatalogerIndex {
  const byFolder = groupBy(catalogers, ({ folders }) => folders);
  const byName = groupBy(catalogers, ({ names }) => names);
  const byExtension = groupBy(catalogers, ({ extensions }) => extensions);
  const byCondenser = groupBy(catalogers, ({ condensed }) => condensed);
  const agree = (path: string, some: readonly Cataloger[] | undefined) =>
    some === undefined ? none : some.filter(({ wants }) => wants === undefined || wants(path));

  return {
    byPath: groupBy(catalogers, ({ paths }) => paths),
    wanting(path) {
      const slash = path.lastIndexOf('/');
      const name = path.slice(slash + 1);
      const inFolder = slash === -1 ? undefined : byFolder.get(path.slice(0, slash));
      const named = byName.get(name);
      const ending = byExtension.get(name.slice(name.lastIndexOf('.') + 1));
      if (inFolder === undefined && named === undefined && ending === undefined) return none;
      return [...agree(path, inFolder), ...agree(path, named), ...agree(path, ending)];
    },
    wantingCondensed: ({ path, condensedBy = '' }) => agree(path, byCondenser.get(condensedBy)),
  };
}

const none: readonly Cataloger[] = [];

/** What the index wants of a tree, and further paths that somebody else will ask for. */
export function selectionOf(index: CatalogerIndex, paths: readonly string[] = []): FileSelection {
  return {
    paths: [...paths, ...index.byPath.keys()],
    wants: (path) => index.wanting(path).length > 0,
    condensers,
  };
}

function groupBy(
  catalogers: readonly Cataloger[],
  keysOf: (cataloger: Cataloger) => readonly string[] | undefined,
): ReadonlyMap<string, readonly Cataloger[]> {
  const groups = new Map<string, Cataloger[]>();
  for (const cataloger of catalogers) {
    for (const key of keysOf(cataloger) ?? []) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [cataloger]);
      else group.push(cataloger);
    }
  }
  return groups;
}
