import { hexOf, sampleDigest, sampleTaskId, uuidOf } from './seeded.ts';

/** What stands for a name in braces. */
export type Values = Readonly<Record<string, string | number | boolean>>;

const placeholder = /\{([a-z][\w.-]*)\}/gi;

/**
 * A copy of a value of a content file with every `{name}` in its texts replaced: by `values`, by the id of a task
 * (`{task.NAME}`), by a digest (`{digest.IMAGE}`), or by digits made of the seed (`{hex8}`, `{uuid}`). A text that is
 * one name alone becomes the value itself.
 * @throws Error that names an unknown name
 */
export function fill<T>(value: T, values: Values, seed: string): T {
  return fillAny(value, values, seed) as T;
}

function fillAny(value: unknown, values: Values, seed: string): unknown {
  if (typeof value === 'string') return fillText(value, values, seed);
  if (Array.isArray(value)) return value.map((item) => fillAny(item, values, seed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillAny(item, values, seed)]));
}

function fillText(text: string, values: Values, seed: string): string | number | boolean {
  const whole = /^\{([a-z][\w.-]*)\}$/i.exec(text)?.[1];
  if (whole !== undefined) return lookUp(whole, values, seed);
  return text.replace(placeholder, (_, name: string) => String(lookUp(name, values, seed)));
}

function lookUp(name: string, values: Values, seed: string): string | number | boolean {
  if (Object.hasOwn(values, name)) return values[name] as string | number | boolean;
  if (name.startsWith('task.')) return sampleTaskId(name.slice('task.'.length));
  if (name.startsWith('digest.')) return sampleDigest(name.slice('digest.'.length));
  if (name === 'uuid') return uuidOf(seed);
  const digits = /^hex(\d+)$/.exec(name)?.[1];
  if (digits !== undefined) return hexOf(seed, Number(digits));
  throw new Error(`{${name}} stands for nothing`);
}
