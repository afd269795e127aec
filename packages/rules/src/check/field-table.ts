import type { Event, Field } from '@breakwater/model';
import { didYouMean, suggestion } from '../did-you-mean.ts';
import type { RuleSource } from '../options.ts';

/** A field with its argument, as a condition or an output names it. */
export interface FieldReference {
  readonly field: Field<Event>;
  readonly argument?: string;
  /** As it appears in `output_fields`: `proc.aname[2]`. */
  readonly label: string;
}

/** The fields of one source by name. */
export interface FieldTable {
  readonly source: RuleSource;
  readonly byName: ReadonlyMap<string, Field<Event>>;
}

/** Why a name with an argument is no field. `isUnknown`: there is none of this name. */
export interface FieldMistake {
  readonly message: string;
  readonly isUnknown: boolean;
}

/** Longer than any field or parameter. */
export const maxNameLength: number = 200;

const parameterFields = ['evt.arg', 'evt.rawarg'];

export function fieldTable(source: RuleSource): FieldTable {
  return { source, byName: new Map(source.fields.map((field) => [field.name, field])) };
}

/** Finds a field and judges its argument. */
export function findField(
  table: FieldTable,
  name: string,
  argument: string | undefined,
): FieldReference | FieldMistake {
  const field = table.byName.get(name);
  if (field !== undefined) return withArgument(field, argument);
  const parameter = argument === undefined ? findParameter(table, name) : undefined;
  if (parameter !== undefined) return parameter;
  const base = parameterFields.find((prefix) => name.startsWith(`${prefix}.`));
  if (base !== undefined && argument === undefined && table.byName.has(base)) {
    const rest = name.slice(base.length + 1);
    const hint = suggestion(rest, table.source.parameterNames ?? []);
    return { message: `no event has a parameter "${rest}"${hint}`, isUnknown: false };
  }
  const meant = didYouMean(name, table.byName.keys());
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return { message: `the source "${table.source.name}" has no field "${name}"${hint}`, isUnknown: true };
}

/** `evt.arg.flags` is `evt.arg` with the longest parameter name that starts what follows. */
export function findParameter(table: FieldTable, name: string): FieldReference | undefined {
  const names = table.source.parameterNames;
  const base = parameterFields.find((prefix) => name.startsWith(`${prefix}.`));
  const field = base === undefined ? undefined : table.byName.get(base);
  if (names === undefined || base === undefined || field === undefined) return undefined;
  const rest = name.slice(base.length + 1);
  for (let length = Math.min(rest.length, maxNameLength); length > 0; length -= 1) {
    const parameter = rest.slice(0, length);
    if (!names.has(parameter)) continue;
    const type = base === 'evt.rawarg' ? table.source.parameterTypes?.get(parameter) : undefined;
    const typed = type === undefined ? field : { ...field, type };
    return { field: typed, argument: parameter, label: `${base}.${parameter}` };
  }
  return undefined;
}

function withArgument(field: Field<Event>, argument: string | undefined): FieldReference | FieldMistake {
  const kind = field.argument ?? 'none';
  if (argument === undefined) {
    const isMissing = kind === 'index' || kind === 'key';
    if (!isMissing) return { field, label: field.name };
    return { message: `the field "${field.name}" needs an argument: ${field.name}[…]`, isUnknown: false };
  }
  if (parameterFields.includes(field.name)) return withParameterIndex(field, argument);
  if (kind === 'none') return { message: `the field "${field.name}" takes no argument`, isUnknown: false };
  const wantsIndex = kind === 'index' || kind === 'optional-index';
  if (wantsIndex && !/^(?:0|[1-9]\d{0,9})$/.test(argument)) {
    return {
      message: `the argument of "${field.name}" must be a whole number, not "${argument}"`,
      isUnknown: false,
    };
  }
  return { field, argument, label: `${field.name}[${argument}]` };
}

/** `evt.arg[0]` is the first parameter; `evt.rawarg` is of the parameter's type and so needs its name. */
function withParameterIndex(field: Field<Event>, argument: string): FieldReference | FieldMistake {
  if (field.name !== 'evt.rawarg' && /^\d{1,9}$/.test(argument))
    return { field, argument, label: `${field.name}[${argument}]` };
  const way = field.name === 'evt.rawarg' ? 'by name' : 'by name or by number';
  const message = `"${field.name}" is asked for a parameter ${way}: ${field.name}.${argument}`;
  return { message, isUnknown: false };
}
