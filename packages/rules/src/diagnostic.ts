/** Codes of problems that make a rule file unusable; Falco's names. */
export type ErrorCode =
  | 'LOAD_ERR_FILE_READ'
  | 'LOAD_ERR_YAML_PARSE'
  | 'LOAD_ERR_YAML_VALIDATE'
  | 'LOAD_ERR_COMPILE_CONDITION'
  | 'LOAD_ERR_COMPILE_OUTPUT'
  | 'LOAD_ERR_VALIDATE';

/** Codes of things an author should look at; the file still loads. Falco's names, and two that only we look for. */
export type WarningCode =
  | 'LOAD_UNKNOWN_SOURCE'
  | 'LOAD_UNSAFE_NA_CHECK'
  | 'LOAD_NO_EVTTYPE'
  | 'LOAD_UNKNOWN_FILTER'
  | 'LOAD_UNUSED_MACRO'
  | 'LOAD_UNUSED_LIST'
  | 'LOAD_UNKNOWN_ITEM'
  | 'LOAD_DEPRECATED_ITEM'
  | 'LOAD_APPEND_NO_VALUES'
  | 'LOAD_EXCEPTION_NAME_NOT_UNIQUE'
  | 'LOAD_INVALID_MACRO_NAME'
  | 'LOAD_INVALID_LIST_NAME'
  | 'LOAD_COMPILE_CONDITION'
  | 'LOAD_UNKNOWN_KEY'
  | 'TEXT_NOT_UTF8'
  | 'YAML_DUPLICATE_KEY';

/** One step of the way from the file to the place of a problem: `rule "Read sensitive file"`. */
export interface ItemStep {
  readonly type: string;
  readonly name: string;
}

/** A place in a rule file. Lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** From the outermost item to the innermost one. */
  readonly items: readonly ItemStep[];
}

/** A problem with its place; `snippet` is the line of the file with a caret below the column. */
export interface Diagnostic<Code extends string = ErrorCode | WarningCode> {
  readonly code: Code;
  readonly message: string;
  readonly location: SourceLocation;
  readonly snippet: string;
  /** The problem is not in the file, but in what the configuration adds to outputs; the location is that of the rule. */
  readonly appended?: 'extraOutput' | 'extraFields';
}

export type LoadError = Diagnostic<ErrorCode>;
export type LoadWarning = Diagnostic<WarningCode>;
