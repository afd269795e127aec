import { setImmediate as yieldTurn } from 'node:timers/promises';
import { everything, type StoredEvent } from '@breakwater/model';
import {
  type ImagePackages,
  type ImageSummary,
  imagePackages,
  imageScanCounts,
  images,
  packageVariants,
  type StateTransaction,
  type StoredVariant,
  type VulnerabilityCounts,
  variantMatches,
} from '@breakwater/store';
import type { AdvisoryDatabase } from '@breakwater/vuln';
import type { ServerContext } from '../context.ts';
import { deliverOutbox, postOutbox } from '../outbox.ts';
import { countImage, isScanNewer } from './count-image.ts';
import { cveUpdateEvents, runningServices } from './cve-update-events.ts';
import { type Evaluation, readNextNumber, writeEvaluation, writeNextNumber } from './index-settings.ts';
import { type JudgedVariant, judgeVariants, readMatches, staleVariants } from './judge-variants.ts';
import { type Fleet, type FleetImage, readFleet, readFleetOf, type VariantTable } from './read-fleet.ts';

type Context = Pick<ServerContext, 'state' | 'events' | 'live' | 'now'>;

export interface ReevaluateOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  /** Only what is new in this image: it was stored just now. Without it: every stored image. */
  readonly digest?: string;
}

/** An image of which the data set says something else than its row. */
interface Recounted {
  readonly of: FleetImage;
  readonly countedBy: NonNullable<ImagePackages['countedBy']>;
  readonly counts: VulnerabilityCounts;
}

/** Writes between two turns of others. */
const writesAtOnce = 500;

/**
 * Brings stored images up to date with a data set, without reading one SBOM: judges the variants of which the data set says
 * something else than they were judged by, and counts the images that have them anew. Everything is written in one transaction, with the
 * events it raises: after a crash it is done wholly or not at all, and a second time it finds nothing left to do.
 * @returns what it came to; the images whose policies are to judge them again lose `judgedBy`
 */
export async function reevaluateFleet(
  context: Context,
  database: AdvisoryDatabase,
  { signal, onProgress, digest }: ReevaluateOptions,
): Promise<Evaluation> {
  const startedAt = performance.now();
  const { state, now } = context;
  const time = new Date(now()).toISOString();
  const fleet = digest === undefined ? await readFleet(state) : await readFleetOf(state, digest);
  const isWanted = (variant: StoredVariant) => digest === undefined || variant.judgement === undefined;
  const known = fleet.variants.filter((variant) => variant !== undefined);
  const stale = staleVariants(known.filter(isWanted), database);
  const judged = await judgeVariants(state, stale, database, { time, signal, onProgress });
  const variants = [...fleet.variants];
  for (const { variant } of judged) variants[variant.number] = variant;
  const recounted = await recountImages(context, fleet, variants, judged, database);
  const running = await state.read(runningServices);
  const concerned = fleet.images.filter((image) => !isScanNewer(image, database.info.newest));
  const events = cveUpdateEvents(judged, concerned, running, time);
  const orphans = digest === undefined ? orphansOf(fleet) : [];
  signal.throwIfAborted();

  const changes = judged.flatMap((one) => one.changes);
  const result: Evaluation = {
    dataSet: dataSetOf(database),
    at: time,
    seconds: 0,
    variants: known.length,
    judged: judged.length,
    images: fleet.images.length,
    changedImages: recounted.length,
    added: changes.filter(({ from, to }) => to === 'open' && from !== 'open').length,
    removed: changes.filter(({ to }) => to === 'resolved').length,
    changed: changes.filter(({ from, to }) => from === 'open' && to === 'open').length,
    events: events.length,
  };
  const secondsSoFar = () => Math.round(performance.now() - startedAt) / 1000;
  const evaluation = await state.transaction(async (transaction) => {
    await keepJudged(transaction, judged);
    await keepImages(transaction, recounted);
    const { next, version } = await readNextNumber(transaction);
    if (version === fleet.indexVersion) await dropVariants(transaction, orphans);
    await postEvents(transaction, events);
    const done = { ...result, seconds: secondsSoFar() };
    if (digest === undefined) await writeEvaluation(transaction, done);
    // Whoever keeps what the index says sees by this that it says more now.
    else await writeNextNumber(transaction, next, time);
    return done;
  });
  await deliverOutbox(context);
  return evaluation;
}

function dataSetOf({ info: { hash, records, newest } }: AdvisoryDatabase): Evaluation['dataSet'] {
  return { hash, records, ...(newest === undefined ? {} : { newest }) };
}

/** Counts the images that hold a variant of which something else is said now, and those that were never counted. */
async function recountImages(
  { state }: Context,
  { images: all, variants: before }: Fleet,
  variants: VariantTable,
  judged: readonly JudgedVariant[],
  { info }: AdvisoryDatabase,
): Promise<readonly Recounted[]> {
  const fresh = new Map(judged.map(({ variant, matches }) => [variant.key, matches.matches]));
  const isChanged = new Uint8Array(variants.length);
  for (const { variant } of judged) {
    if (!isSameJudgement(before[variant.number], variant)) isChanged[variant.number] = 1;
  }
  const recounted: Recounted[] = [];
  for (const [index, of] of all.entries()) {
    if (index % writesAtOnce === 0) await yieldTurn();
    const countedBy = isScanNewer(of, info.newest) ? 'scan' : 'data-set';
    const isSettled = of.image.countedBy === countedBy;
    if (isSettled && (countedBy === 'scan' || !of.variants.some((number) => isChanged[number] === 1)))
      continue;
    const counts = await countImage(of, variants, info.newest, {
      matchesOf: async (variant) =>
        fresh.get(variant.key) ?? (await readMatches(state, [variant])).get(variant.key)?.matches ?? [],
      scannedIn: async (digest) => {
        const stored = await state.read((reader) => reader.table(imageScanCounts).get(digest));
        return stored?.record.scanned ?? [];
      },
    });
    recounted.push({ of, countedBy, counts });
  }
  return recounted;
}

function isSameJudgement(before: StoredVariant | undefined, after: StoredVariant): boolean {
  const [old, now] = [before?.judgement, after.judgement];
  return old !== undefined && old.hasData === now?.hasData && old.print === now.print;
}

async function keepJudged(transaction: StateTransaction, judged: readonly JudgedVariant[]): Promise<void> {
  const variants = transaction.table(packageVariants);
  const matches = transaction.table(variantMatches);
  for (let start = 0; start < judged.length; start += writesAtOnce) {
    const some = judged.slice(start, start + writesAtOnce);
    await variants.putAll(some.map(({ variant }) => variant));
    for (const { matches: known } of some) {
      if (known.matches.length + known.gaps.length + known.findings.length > 0) await matches.put(known);
      else await matches.delete(known.variant);
    }
    await yieldTurn();
  }
}

/** An image that was stored again meanwhile stays to be counted: its own evaluation follows. */
async function keepImages(transaction: StateTransaction, recounted: readonly Recounted[]): Promise<void> {
  const index = transaction.table(imagePackages);
  const rows = transaction.table(images, everything);
  for (const [position, { of, countedBy, counts }] of recounted.entries()) {
    if (position % writesAtOnce === 0) await yieldTurn();
    const { image, version } = of;
    if (image.countedBy !== countedBy) {
      const stored = await index.get(image.digest);
      if (stored?.version !== version) continue;
      await index.put({ ...image, countedBy });
    }
    const row = await rows.get(image.digest);
    if (row !== undefined) await rows.put(countedRow(row.record, counts));
  }
}

function countedRow(image: ImageSummary, counts: VulnerabilityCounts): ImageSummary {
  const { judgedBy: _, ...row } = image;
  const [critical, high, medium, low, info, fixable, knownExploited] = counts;
  return { ...row, counts: { critical, high, medium, low, info }, fixable, knownExploited };
}

function orphansOf({ variants, images: all }: Fleet): readonly StoredVariant[] {
  const isHeld = new Uint8Array(variants.length);
  for (const image of all) for (const number of image.variants) isHeld[number] = 1;
  return variants.filter((one) => one !== undefined).filter(({ number }) => isHeld[number] !== 1);
}

async function dropVariants(transaction: StateTransaction, orphans: readonly StoredVariant[]): Promise<void> {
  for (const { key } of orphans) {
    await transaction.table(packageVariants).delete(key);
    await transaction.table(variantMatches).delete(key);
  }
}

async function postEvents(transaction: StateTransaction, events: readonly StoredEvent[]): Promise<void> {
  const isOfSample = (event: StoredEvent) => event.isSample;
  await postOutbox(transaction, events.filter(isOfSample), true);
  await postOutbox(
    transaction,
    events.filter((event) => !isOfSample(event)),
    false,
  );
}
