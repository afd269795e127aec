/**
 * How a column is kept and compared.
 * - `list`: an array of texts; a condition on it holds when it holds for one of them; it cannot be sorted
 * - `time`: milliseconds since the epoch; the record may have an ISO 8601 text instead
 * - `severity`: `>= high` means high and worse; ascending is critical first
 * - `boolean`: a filter says `true` or `false`
 */
export type ColumnType = 'text' | 'integer' | 'real' | 'boolean' | 'time' | 'severity' | 'list';

export type ColumnValue = string | number | boolean | readonly string[];

/** A part of a record that can be filtered, sorted and counted. Everything else is only read back. */
export interface Column<R> {
  readonly type: ColumnType;
  /** undefined: the record has none; it then matches only `!=`, `not-in` and not `exists`, and sorts last. */
  readonly value: (record: R) => ColumnValue | undefined;
  /** Every record has a value: the column is NOT NULL and sorting can use its index. */
  readonly isRequired?: boolean;
}

interface CollectionBase<R> {
  /** Kebab-case; the table has the same name in snake_case. */
  readonly name: string;
  readonly key: (record: R) => string;
  /**
   * By the name that filters use; the table's column has it in snake_case (`image.digest` → `image_digest`).
   * Scope columns bear the common names: provider, account, region, cluster, service, task, container,
   * namespace, pod, image.digest, user, team, tag.
   */
  readonly columns: Readonly<Record<string, Column<R>>>;
}

/** Records that belong to the installation (users, settings): no scope bounds them. */
export interface GlobalCollection<R> extends CollectionBase<R> {
  readonly kind: 'global';
}

/** Records that belong to a place: every access names the scope that bounds it. */
export interface ScopedCollection<R> extends CollectionBase<R> {
  readonly kind: 'scoped';
}

/** Records that are only ever appended. */
export interface LogCollection<R> extends CollectionBase<R> {
  readonly kind: 'log';
}

export type Collection<R> = GlobalCollection<R> | ScopedCollection<R> | LogCollection<R>;

/** One key of several parts, unambiguous whatever they contain. */
export function keyOf(...parts: readonly string[]): string {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : JSON.stringify(parts);
}
