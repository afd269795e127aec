/**
 * How one field is stored.
 * - `text`: a text column
 * - `number`: a numeric column
 * - `time`: a column of milliseconds since the epoch; filters may also give ISO 8601 dates
 * - `severity`: a column of severity ranks (0 critical … 4 info)
 * - `items`: a list, or a JSON value that may be a scalar or a list: a condition holds when one item meets it
 */
export type Column =
  | { readonly kind: 'text' | 'number' | 'time' | 'severity'; readonly sql: string }
  | ItemsColumn;

export interface ItemsColumn {
  readonly kind: 'items';
  /** The column with the list or the JSON document. */
  readonly sql: string;
  /** The name to look up in the document; absent when the column is the list itself. */
  readonly key?: string;
}

/** SQL expressions of one item: each is NULL when the item has another type. */
export interface Item {
  readonly text: string;
  readonly number: string;
  /** The text `true` or `false`. */
  readonly boolean: string;
}

/** A value for a bound parameter; `bind` keeps it and returns its placeholder. */
export type Parameter = string | number;
export type Bind = (value: Parameter) => string;

/**
 * What the compiler must know of an engine and its tables. All `sql` texts are constants of the dialect:
 * nothing from a filter ever becomes SQL, only parameters.
 */
export interface Dialect {
  /** The stored form of a field; undefined when there is no such field. */
  column(field: string): Column | undefined;
  contains(text: string, needle: string): string;
  startsWith(text: string, needle: string): string;
  /**
   * SQL that is true or false, never NULL: some item of `column` meets `condition`.
   * With `needle`, only items whose text contains it can: a cheap test of the whole document may go first.
   */
  someItem(column: ItemsColumn, bind: Bind, condition: (item: Item) => string, needle?: string): string;
}
