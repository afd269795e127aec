import { parse } from 'yaml';
import { asObject, DocumentError, type JsonObject } from './json.ts';

/** Parses a YAML document whose texts stay texts (`1.10` is no number). Aliases are refused. Throws DocumentError. */
export function parseYaml(content: Buffer): JsonObject {
  try {
    const options = { schema: 'failsafe', maxAliasCount: 0, uniqueKeys: false, logLevel: 'silent' } as const;
    return asObject(parse(content.toString('utf8'), options)) ?? {};
  } catch (error) {
    const [reason = 'unreadable'] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new DocumentError(`is no YAML: ${reason}`, { cause: error });
  }
}
