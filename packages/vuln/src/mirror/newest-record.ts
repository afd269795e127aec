import { readZip } from '../advisories/read-zip.ts';

/** The latest `modified` of the records of a zip, ISO 8601; the epoch for an empty one. Throws when the zip is damaged. */
export async function newestRecord(path: string): Promise<string> {
  let newest = 0;
  for await (const { text = '' } of readZip(path)) {
    const modified = Date.parse(/"modified"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? '');
    if (modified > newest) newest = modified;
  }
  return new Date(newest).toISOString();
}
