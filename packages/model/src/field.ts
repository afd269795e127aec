/** A value that a field of an event, a column or a label can hold; a list holds one kind of scalar. */
export type FieldValue = string | number | bigint | boolean | readonly string[] | readonly number[];

/** The types of the rule language that decide which operators a field admits (libsinsp's names, short). */
export type FieldType =
  | 'string'
  | 'path'
  | 'uint64'
  | 'int64'
  | 'double'
  | 'bool'
  | 'time'
  | 'port'
  | 'ip'
  | 'net'
  | 'bytes'
  | 'flags';

/** `name[index]`, `name[key]`, both, or no argument at all. */
export type FieldArgument = 'none' | 'index' | 'key' | 'optional-index' | 'optional-key';

/**
 * One row of a source's field table. The table alone generates the reference page, the editor's
 * completion and the checks of the compiler.
 */
export interface Field<E = unknown> {
  readonly name: string;
  readonly type: FieldType;
  readonly description: string;
  /** The value is a list of `type`. */
  readonly isList?: boolean;
  readonly argument?: FieldArgument;
  /** Not allowed on either side of a comparison of two fields. */
  readonly noRightSide?: boolean;
  /** Added to the output of every rule of the source when the configuration asks for suggested output. */
  readonly isSuggested?: boolean;
  /** Refuses transformers. */
  readonly noTransformer?: boolean;
  /** Stands for several values at once: has a place in conditions, not in outputs. */
  readonly isFilterOnly?: boolean;
  /** Width of a number narrower than 64 bits: a constant beyond it is refused. */
  readonly bits?: 8 | 16 | 32;
  /**
   * Keys that lead from the record, an object of JSON, to the value. Where each but the last leads to an object and the last
   * to a text or to nothing, that is what `extract` yields; anything else it must be asked for. The engine reads such
   * fields without a call. Undefined: the field with this argument has no such path.
   */
  readonly path?: (argument: string | undefined) => readonly string[] | undefined;
  /** The value of the field for one event; undefined when the event has none. */
  readonly extract: (event: E, argument?: string) => FieldValue | undefined;
}
