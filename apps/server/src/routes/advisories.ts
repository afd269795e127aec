import { type AdvisoryStatus, routes } from '@breakwater/api';
import { auditAlone } from '../audit.ts';
import { actorOf } from '../auth/caller.ts';
import { imageFindings } from '../fleet/image-findings.ts';
import { readEvaluation } from '../fleet/index-settings.ts';
import type { FleetContext, FleetEvaluation } from '../fleet/reevaluate-work.ts';
import { type Handler, implement } from '../http/handler.ts';
import { HttpError, notFound } from '../http/http-error.ts';

type Context = Pick<FleetContext, 'state' | 'now'> & {
  /** Absent: the server was started without a folder of advisories. */
  readonly fleet?: { readonly dataSet: FleetContext['dataSet']; readonly evaluation: FleetEvaluation };
};

const dayMs = 86_400_000;
/** Advisories are published every day. */
const oldDays = 7;

/** The advisory data in use, and what it says of stored images. */
export function advisoryHandlers({ state, now, fleet }: Context): readonly Handler[] {
  async function status(): Promise<AdvisoryStatus> {
    const last = await state.read(readEvaluation);
    const inUse = fleet?.dataSet.inUse;
    const problem = fleet?.dataSet.problem;
    const running = fleet?.evaluation.progress;
    const newest = inUse?.info.newest;
    const ageDays =
      newest === undefined ? undefined : Math.max(0, Math.floor((now() - Date.parse(newest)) / dayMs));
    return {
      ...(inUse === undefined
        ? {}
        : {
            dataSet: {
              hash: inUse.info.hash,
              records: inUse.info.records,
              ...(newest === undefined ? {} : { newest }),
              ...(ageDays === undefined ? {} : { ageDays }),
              importedAt: inUse.imported.importedAt,
              knownExploited: inUse.info.knownExploited,
              ecosystems: inUse.info.ecosystems,
              problemCount: inUse.info.problemCount,
            },
          }),
      isOld: ageDays !== undefined && ageDays > oldDays,
      ...(problem === undefined ? {} : { problem }),
      ...(last === undefined ? {} : { evaluation: evaluationOf(last) }),
      isCurrent: inUse !== undefined && last?.dataSet.hash === inUse.info.hash,
      ...(running === undefined ? {} : { running }),
    };
  }

  return [
    implement(routes.getAdvisoryStatus, status),
    implement(routes.refreshAdvisories, async ({ caller, request }) => {
      if (fleet === undefined) {
        throw new HttpError(409, 'no-advisories', 'this server was started without a folder of advisories');
      }
      const job = await fleet.evaluation.look(true);
      const note = {
        actor: actorOf(caller),
        action: 'refreshAdvisories',
        target: fleet.dataSet.inUse?.info.hash ?? 'none',
        outcome: 'done',
        address: request.ip,
        detail: { job: job?.id ?? 'none: stored images are up to date' },
      } as const;
      await auditAlone(state, note, now());
      return status();
    }),
    implement(routes.getImageFindings, async ({ params, scope }) => {
      const findings = await state.read((reader) => imageFindings(reader, scope, params.digest));
      if (findings === undefined) throw notFound(`image ${params.digest}`);
      return { findings };
    }),
  ];
}

function evaluationOf({
  dataSet,
  ...rest
}: NonNullable<Awaited<ReturnType<typeof readEvaluation>>>): NonNullable<AdvisoryStatus['evaluation']> {
  return { hash: dataSet.hash, ...rest };
}
