import type { Diagnostic, ErrorCode, ItemStep } from './diagnostic.ts';

/** A character range of a rule file; line and column count from 1. */
export interface TextPlace {
  readonly offset: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

/** Where a reader stands: the file, the node it looks at and the items around it. */
export interface Context {
  readonly file: SourceText;
  readonly place: TextPlace;
  readonly items: readonly ItemStep[];
}

/** A file's name and text. */
export interface SourceText {
  readonly name: string;
  readonly text: string;
}

/** The first problem of a file: stops its loading. */
export class LoadProblem extends Error {
  override readonly name = 'LoadProblem';
  readonly code: ErrorCode;
  readonly context: Context;
  readonly appended: Diagnostic['appended'];

  constructor(code: ErrorCode, message: string, context: Context, appended?: Diagnostic['appended']) {
    super(message);
    this.code = code;
    this.context = context;
    this.appended = appended;
  }
}

/** One step inwards: the item of `type` and `name` at `place`. */
export function within(context: Context, type: string, name: string, place: TextPlace): Context {
  return { file: context.file, place, items: [...context.items, { type, name }] };
}
