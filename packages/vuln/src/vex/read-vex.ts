import { isCsaf, readCsaf } from './csaf.ts';
import { isCycloneDx, readCycloneDxVex } from './cyclonedx-vex.ts';
import { isObject, type Json } from './json.ts';
import { isOpenVex, readOpenVex } from './openvex.ts';
import type { VexStatement } from './vex-statement.ts';

interface VexFormat {
  readonly isIt: (document: Json) => boolean;
  readonly read: (document: Json) => VexStatement[];
}

const formats: readonly VexFormat[] = [
  { isIt: isOpenVex, read: readOpenVex },
  { isIt: isCsaf, read: readCsaf },
  { isIt: isCycloneDx, read: readCycloneDxVex },
];

/** Reads a VEX document of any known format, told by its content. Throws with a message for people. */
export function readVex(content: string): VexStatement[] {
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch (error) {
    throw new Error(`is not JSON: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  const format = isObject(document) ? formats.find(({ isIt }) => isIt(document)) : undefined;
  if (format === undefined || !isObject(document))
    throw new Error('is no VEX document: OpenVEX, CSAF and CycloneDX are known');
  return format.read(document);
}
