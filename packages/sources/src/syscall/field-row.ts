import type { FieldArgument, FieldType } from '@breakwater/model';

/** One field of system call events: everything but how its value is read. */
export interface FieldRow {
  readonly name: string;
  readonly type: FieldType;
  readonly description: string;
  readonly argument?: FieldArgument;
  readonly isList?: boolean;
  readonly noRightSide?: boolean;
  readonly noTransformer?: boolean;
  readonly isFilterOnly?: boolean;
  readonly isSuggested?: boolean;
  readonly bits?: 8 | 16 | 32;
}

/** Rows of one type: descriptions by name. */
export function rows(
  type: FieldType,
  descriptions: Readonly<Record<string, string>>,
  flags: Partial<FieldRow> = {},
): readonly FieldRow[] {
  return Object.entries(descriptions).map(([name, description]) => ({ name, type, description, ...flags }));
}

/** Fields that can only be the left side of a comparison with constants. */
export const leftSideOnly = { noRightSide: true, noTransformer: true } as const;

/** Fields that stand for several values at once and so have no place in an output either. */
export const filterOnly = { noRightSide: true, noTransformer: true, isFilterOnly: true } as const;
