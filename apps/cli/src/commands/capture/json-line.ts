import type { FieldValue } from '@breakwater/model';
import type { Fired } from '@breakwater/rules';

/** Prints values of fields as JSON on one line; integers keep all their digits, as in the output of `detect`. */
export function jsonLineOf(names: readonly string[]): (fired: Fired) => string {
  const keys = names.map((name, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  return ({ fields }) => {
    let line = keys.length === 0 ? '{' : '';
    for (const [index, name] of names.entries()) line += `${keys[index]}${jsonValue(fields[name])}`;
    return `${line}}`;
  };
}

function jsonValue(value: FieldValue | null | undefined): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(jsonValue).join(',')}]`;
  return JSON.stringify(value);
}
