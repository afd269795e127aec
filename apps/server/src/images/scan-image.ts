import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as yieldTurn } from 'node:timers/promises';
import type { ImageScan } from '@breakwater/api';
import { type Credentials, openLayerCache, openRegistryImage, parseReference } from '@breakwater/image';
import { connectionFor, ecrPassword, ecrRegistryOf } from '@breakwater/inventory';
import { everything, type Filter } from '@breakwater/model';
import { scanOpenedImage } from '@breakwater/sbom';
import { buildReport } from '@breakwater/scan';
import { accounts, images, OutOfScope } from '@breakwater/store';
import type { AdvisoryDatabase } from '@breakwater/vuln';
import type { FastifyBaseLogger } from 'fastify';
import { audit } from '../audit.ts';
import type { ServerContext } from '../context.ts';
import type { JobWork } from '../jobs/job-runner.ts';
import { connectionOptions } from '../posture/sync-account.ts';
import { addOrigin, receivedReport, storeReport } from './image-results.ts';
import { registryFetch } from './registry-fetch.ts';

/** What scans by the server itself need from who starts it. */
export interface ScanOptions {
  /** The advisories in use, opened for one scan; undefined when none were imported. */
  readonly openAdvisories: () => Promise<AdvisoryDatabase | undefined>;
  /** What is kept for a registry: `docker login` of the server's own user. */
  readonly credentialsFor: (registry: string) => Promise<Credentials | undefined>;
  /** Registries that are spoken to in plain HTTP; they may be on this machine. */
  readonly insecureRegistries: readonly string[];
}

export const scanImageType = 'scan-image';

/** What a job carries: who asked, and within which scope the image must lie. */
export interface ScanPayload {
  readonly id: string;
  readonly reference: string;
  readonly platform?: string;
  readonly isForced: boolean;
  readonly scope: Filter;
  readonly by: string;
}

export interface ScanResult {
  readonly digest: string;
  readonly wasKnown: boolean;
}

/** How far each scan is that runs now. */
export type ScanProgress = Pick<ImageScan, 'stage' | 'bytes'>;

type Context = Pick<ServerContext, 'state' | 'now' | 'sealKey'> & {
  readonly logger: Pick<FastifyBaseLogger, 'warn'>;
  /** Folder for what is pulled; each scan has its own below it, deleted at its end. */
  readonly folder: string;
  /** Folder for what came of layers: an image that shares them reads only the others. */
  readonly layers: string;
  readonly options: ScanOptions;
  readonly progress: Map<string, ScanProgress>;
};

/** Ends a pull: the digest is known. */
class KnownDigest extends Error {
  override readonly name = 'KnownDigest';
  readonly digest: string;

  constructor(digest: string) {
    super(`${digest} is known`);
    this.digest = digest;
  }
}

/** Pulls and scans an image of a registry as the command line does. Repeatable. */
export function scanImageWork(context: Context): JobWork {
  return {
    type: scanImageType,
    run: async (payload, signal) => {
      const scan = payload as ScanPayload;
      const folder = join(context.folder, scan.id);
      try {
        return await pullAndScan(context, scan, folder, signal);
      } catch (error) {
        if (error instanceof KnownDigest) return noteKnown(context, scan, error.digest);
        if (error instanceof OutOfScope) {
          const message = `${scan.reference}: no task of your teams runs this image, so that they would not see its result; ask somebody who sees everything`;
          throw new Error(message, { cause: error });
        }
        throw error;
      } finally {
        context.progress.delete(scan.id);
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

export function newScan(parts: Omit<ScanPayload, 'id'>): ScanPayload {
  return { id: randomUUID(), ...parts };
}

async function pullAndScan(
  context: Context,
  scan: ScanPayload,
  folder: string,
  signal: AbortSignal,
): Promise<ScanResult> {
  const { state, now, options, progress } = context;
  let bytes = 0;
  const show = (stage: ScanProgress['stage']) =>
    progress.set(scan.id, { ...(stage === undefined ? {} : { stage }), bytes });
  show('opening');
  const fetch = registryFetch(options.insecureRegistries);
  const opened = await openRegistryImage(scan.reference, {
    folder,
    fetch: (url, init) => fetch(url, { ...init, signal: anyOf(signal, init?.signal) }),
    credentialsFor: (registry) => credentialsFor(context, registry, signal),
    insecureRegistries: options.insecureRegistries,
    ...(scan.platform === undefined ? {} : { platform: scan.platform }),
    onChosen: async (digest) => {
      if (scan.isForced) return;
      const known = await state.read((reader) => reader.table(images, scan.scope).get(digest));
      if (known !== undefined) throw new KnownDigest(digest);
    },
    onBytes: (more) => {
      bytes += more;
      show('opening');
    },
  });
  show('reading');
  const started = new Date(now());
  const cache = openLayerCache(context.layers, {
    now: started,
    onProblem: (problem) => context.logger.warn({ problem }, 'layers of images are not kept'),
  });
  const scanned = await scanOpenedImage(opened, { signal, now: started, cache });
  show('matching');
  await yieldTurn();
  const database = await options.openAdvisories();
  try {
    const at = new Date(now());
    const judged = buildReport(scan.reference, { ...scanned, tags: [scan.reference] }, database, at);
    const report = receivedReport({ ...judged, verdicts: [] });
    await state.transaction(async (transaction) => {
      const { status } = await storeReport(
        transaction,
        scan.scope,
        { report, origin: 'console', isSample: false },
        at,
      );
      const note = { actor: scan.by, action: 'scanImage', target: report.digest, outcome: 'done' } as const;
      await audit(transaction, { ...note, detail: { reference: scan.reference, status } }, now());
    });
    return { digest: report.digest, wasKnown: false };
  } finally {
    database?.close();
  }
}

async function noteKnown({ state }: Context, scan: ScanPayload, digest: string): Promise<ScanResult> {
  await state.transaction(async (transaction) => {
    const known = await transaction.table(images, scan.scope).get(digest);
    if (known === undefined) return;
    const { tag } = parseReference(scan.reference);
    await addOrigin(transaction, scan.scope, known.record, 'console', tag);
  });
  return { digest, wasKnown: true };
}

/** For ECR what AWS gives to the connected account; otherwise what is kept for the registry. */
async function credentialsFor(
  { state, sealKey, options }: Context,
  registry: string,
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  const ecr = ecrRegistryOf(registry);
  const kept = await options.credentialsFor(registry);
  if (ecr === undefined || kept !== undefined) return kept;
  const stored = await state.read((reader) => reader.table(accounts, everything).get(ecr.account));
  if (stored === undefined || stored.record.isSample) return undefined;
  const connection = await connectionFor({ ...connectionOptions(stored.record, sealKey), signal });
  try {
    return await ecrPassword(connection, ecr, signal);
  } finally {
    connection.close();
  }
}

function anyOf(signal: AbortSignal, other: AbortSignal | null | undefined): AbortSignal {
  return other ? AbortSignal.any([signal, other]) : signal;
}
