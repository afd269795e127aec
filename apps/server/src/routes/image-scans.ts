import { type ImageScan, routes } from '@breakwater/api';
import { formatReference, ImageError, parseReference } from '@breakwater/image';
import type { Job, JobTable } from '@breakwater/store';
import { auditAlone } from '../audit.ts';
import { actorOf, type Caller, isEverywhere } from '../auth/caller.ts';
import type { ServerContext } from '../context.ts';
import { type Handler, implement } from '../http/handler.ts';
import { HttpError } from '../http/http-error.ts';
import {
  newScan,
  type ScanPayload,
  type ScanProgress,
  type ScanResult,
  scanImageType,
} from '../images/scan-image.ts';

type Context = Pick<ServerContext, 'state' | 'now'> & {
  readonly jobs: JobTable;
  readonly progress: ReadonlyMap<string, ScanProgress>;
  /** False: whoever started the server gave it nothing to scan with. */
  readonly canScan: boolean;
};

const shown = 50;
const maxWaiting = 100;

const states = {
  queued: 'queued',
  leased: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'failed',
} as const satisfies Record<Job['status'], ImageScan['state']>;

/** Scans that people ask the server for. */
export function imageScanHandlers({ state, now, jobs, progress, canScan }: Context): readonly Handler[] {
  return [
    implement(routes.startImageScan, async ({ body, scope, caller, request }) => {
      if (!canScan) throw new HttpError(409, 'no-scanner', 'this server was started without a scanner');
      const reference = checkedReference(body.reference);
      const waiting = await jobs.list({ types: [scanImageType], statuses: ['queued', 'leased'], limit: 1 });
      if (waiting.total >= maxWaiting) {
        const message = `${waiting.total} scans are waiting already: try again when some are done`;
        throw new HttpError(429, 'too-many-scans', message, 30);
      }
      const payload = newScan({
        reference,
        ...(body.platform === undefined ? {} : { platform: body.platform }),
        isForced: body.isForced === true,
        scope,
        by: actorOf(caller),
      });
      const note = {
        actor: payload.by,
        action: 'startImageScan',
        target: reference,
        outcome: 'done',
      } as const;
      await auditAlone(state, { ...note, address: request.ip }, now());
      const dedupeKey = JSON.stringify([reference, body.platform, body.isForced === true, payload.by]);
      return scanOf(await jobs.enqueue(scanImageType, payload, { dedupeKey, maxAttempts: 1 }), progress);
    }),
    implement(routes.listImageScans, async ({ caller, scope }) => {
      const page = await jobs.list({ types: [scanImageType], limit: shown });
      const own = page.jobs.filter((job) => isEverywhere(scope) || isOf(job, caller));
      return { scans: own.map((job) => scanOf(job, progress)) };
    }),
  ];
}

function checkedReference(text: string): string {
  try {
    return formatReference(parseReference(text));
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new HttpError(400, 'bad-reference', `body.reference: ${error.what}; ${error.remedy}`);
  }
}

function isOf(job: Job, caller: Caller): boolean {
  return (job.payload as ScanPayload).by === actorOf(caller);
}

function scanOf(job: Job, progress: ReadonlyMap<string, ScanProgress>): ImageScan {
  const { id, reference, by } = job.payload as ScanPayload;
  const result = job.status === 'completed' ? (job.result as ScanResult) : undefined;
  return {
    id,
    reference,
    state: states[job.status],
    ...progress.get(id),
    ...result,
    ...(job.status === 'failed' ? { error: job.lastError ?? 'it failed' } : {}),
    ...(job.status === 'cancelled' ? { error: 'it was cancelled' } : {}),
    requestedBy: by,
    createdAt: new Date(job.createdAt).toISOString(),
    ...(job.finishedAt === undefined ? {} : { finishedAt: new Date(job.finishedAt).toISOString() }),
  };
}
