import { parse } from 'smol-toml';
import { asObject, DocumentError, type JsonObject } from './json.ts';

/** Parses a TOML document. Throws DocumentError, which tells the line. */
export function parseToml(content: Buffer): JsonObject {
  try {
    return asObject(parse(content.toString('utf8'), { maxDepth: 100 })) ?? {};
  } catch (error) {
    const [reason = 'unreadable'] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new DocumentError(`is no TOML: ${reason}`, { cause: error });
  }
}
