/** Reading documents whose shape AWS changes without notice: what is not as expected is absent. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function objectAt(value: unknown, ...path: readonly string[]): JsonObject | undefined {
  let current: unknown = value;
  for (const key of path) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return isObject(current) ? current : undefined;
}

export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = objectAt(value, ...path.slice(0, -1))?.[path.at(-1) ?? ''];
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = objectAt(value, ...path.slice(0, -1))?.[path.at(-1) ?? ''];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function listAt(value: unknown, key: string): readonly unknown[] {
  const found = objectAt(value)?.[key];
  return Array.isArray(found) ? found : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
