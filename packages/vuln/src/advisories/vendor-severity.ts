import type { Severity } from '@breakwater/model';

/** The words that publishers use, in lower case. */
const words: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['high', 'high'],
  ['important', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['low', 'low'],
  ['negligible', 'info'],
  ['none', 'info'],
]);

/** A publisher's rating on our scale; undefined for "unknown" and the like. */
export function readVendorSeverity(word: unknown): Severity | undefined {
  return typeof word === 'string' ? words.get(word.toLowerCase()) : undefined;
}

/** Errata of the Red Hat family begin with their rating: `Important: bash security update`. */
export function severityOfErratum(summary: string): Severity | undefined {
  const word = /^(?:[A-Z][\w ]* )?(Critical|Important|Moderate|Low): /.exec(summary)?.[1];
  return readVendorSeverity(word);
}
