/** A value of a described resource. `undefined` never occurs inside; a missing key reads as null. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The own property of an object; null when it is missing or `value` is no object. */
export function property(value: unknown, key: string): Json {
  return isObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

/** The text of an own property; undefined when it is missing or no text. */
export function textProperty(value: unknown, key: string): string | undefined {
  const found = property(value, key);
  return typeof found === 'string' ? found : undefined;
}

/** The elements of a list; a single value is a list of one, null of none. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === null || value === undefined) return [];
  return isList(value) ? value : [value];
}
