import { type StateReader, type StateTransaction, settings } from '@breakwater/store';

/** Reading of a read or of a transaction. */
export type Tables = Pick<StateReader, 'table'>;

/** The last bringing up to date of all stored images, and the data set it was done by. */
export interface Evaluation {
  readonly dataSet: { readonly hash: string; readonly records: number; readonly newest?: string };
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly seconds: number;
  /** Different packages of all images, and how many of them had to be judged. */
  readonly variants: number;
  readonly judged: number;
  readonly images: number;
  /** Images of which something is said differently. */
  readonly changedImages: number;
  /** Vulnerabilities of packages, each counted once for all images that have the package. */
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly events: number;
}

const evaluationName = 'fleet-evaluation';
const nextNumberName = 'package-variants-next';
const by = 'server';

export async function readEvaluation(tables: Tables): Promise<Evaluation | undefined> {
  return (await tables.table(settings).get(evaluationName))?.record.value as Evaluation | undefined;
}

export async function writeEvaluation(transaction: StateTransaction, value: Evaluation): Promise<void> {
  await transaction.table(settings).put({ name: evaluationName, value, updatedAt: value.at, updatedBy: by });
}

/** The number of the next variant, and how often it was written: images were indexed since when that differs. */
export async function readNextNumber(
  tables: Tables,
): Promise<{ readonly next: number; readonly version: number }> {
  const stored = await tables.table(settings).get(nextNumberName);
  return { next: Number(stored?.record.value ?? 1), version: stored?.version ?? 0 };
}

export async function writeNextNumber(
  transaction: StateTransaction,
  value: number,
  at: string,
): Promise<void> {
  await transaction.table(settings).put({ name: nextNumberName, value, updatedAt: at, updatedBy: by });
}
