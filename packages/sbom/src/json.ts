/** An object of a foreign JSON or TOML document; its values are unknown. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A document that is no object, or no JSON at all: say which file and go on. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/** Parses a JSON document whose top is an object or a list. Throws DocumentError. */
export function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof RangeError ? 'is nested too deeply' : 'is no JSON';
    throw new DocumentError(reason, { cause: error });
  }
}

/** Parses a JSON object. Throws DocumentError. */
export function parseJsonObject(content: Buffer): JsonObject {
  const object = asObject(parseJson(content));
  if (object === undefined) throw new DocumentError('is no JSON object');
  return object;
}

export function asObject(value: unknown): JsonObject | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : undefined;
}

export function asObjects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(asObject).filter((item) => item !== undefined) : [];
}

/** Text that is not empty. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function asTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(asText).filter((item) => item !== undefined) : [];
}

/** The text that a JSON string stands for; undefined when it is none. */
export function parseJsonText(json: string): string | undefined {
  try {
    return asText(JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
