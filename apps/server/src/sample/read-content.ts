import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/**
 * Reads a YAML file of the sample; anchors and merge keys (`<<`) are resolved.
 * @throws Error with the file and the place in it
 */
export async function readContent<T>(file: string, schema: z.ZodType<T, unknown>): Promise<T> {
  const result = schema.safeParse(parse(await readFile(file, 'utf8'), { merge: true, maxAliasCount: -1 }));
  if (!result.success) throw new Error(`${file}:\n${z.prettifyError(result.error)}`);
  return result.data;
}
