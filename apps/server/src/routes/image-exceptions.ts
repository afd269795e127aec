import { type AcceptedRisk, type AcceptRiskBody, routes } from '@breakwater/api';
import type { Filter } from '@breakwater/model';
import {
  type ImageException,
  imageExceptions,
  images,
  type JobTable,
  type StateTransaction,
} from '@breakwater/store';
import { change } from '../administration/change.ts';
import { actorOf } from '../auth/caller.ts';
import type { ServerContext } from '../context.ts';
import { type Call, type Handler, implement } from '../http/handler.ts';
import { acceptRisk, isInSight, revokeAcceptance } from '../images/accept-risk.ts';
import { covers } from '../images/judge-image.ts';
import { requestJudgement } from '../images/judge-images.ts';
import type { Tables } from '../images/policies-in-force.ts';

type Context = Pick<ServerContext, 'state' | 'now' | 'live'> & { readonly jobs: JobTable };

const pageSize = 500;
const maxRisks = 2000;

/** Risks of images that somebody accepted. Policies do not fail on them until they expire or are revoked. */
export function imageExceptionHandlers(context: Context): readonly Handler[] {
  const { state, now, jobs } = context;

  async function edit(
    call: Call<unknown, unknown, unknown>,
    action: string,
    target: string,
    work: (transaction: StateTransaction) => Promise<ImageException>,
  ): Promise<AcceptedRisk> {
    const risk = await change(context, call, {
      action,
      target,
      work: async (transaction) => {
        const exception = await work(transaction);
        const { kind, subject, where, reason, expires, owner } = exception;
        const result = await viewOf(transaction, exception, call.scope, new Date(now()));
        return { result, detail: { id: exception.id, kind, subject, where, reason, expires, owner } };
      },
    });
    if (risk.where.kind !== 'image') await requestJudgement(jobs);
    return risk;
  }

  return [
    implement(routes.listAcceptedRisks, ({ query, scope }) =>
      state.read(async (reader) => {
        const image =
          query.digest === undefined
            ? undefined
            : (await reader.table(images, scope).get(query.digest))?.record;
        if (query.digest !== undefined && image === undefined) return { risks: [], isPartial: false };
        const risks: AcceptedRisk[] = [];
        let cursor: string | undefined;
        do {
          const page = await reader.table(imageExceptions).list({
            sort: [{ column: 'createdAt', direction: 'descending' }],
            limit: pageSize,
            ...(cursor === undefined ? {} : { cursor }),
          });
          for (const { record } of page.rows) {
            if (image !== undefined && !covers(record, imageOf(image))) continue;
            if (!(await isInSight(reader, record, scope))) continue;
            if (risks.length >= maxRisks) return { risks, isPartial: true };
            risks.push(await viewOf(reader, record, scope, new Date(now())));
          }
          cursor = page.next;
        } while (cursor !== undefined);
        return { risks, isPartial: false };
      }),
    ),
    implement(routes.acceptRisk, (call: Call<unknown, unknown, AcceptRiskBody>) =>
      edit(call, 'acceptRisk', call.body.subject, (transaction) =>
        acceptRisk(transaction, call.body, whoOf(call), new Date(now())),
      ),
    ),
    implement(routes.revokeAcceptedRisk, (call) =>
      edit(call, 'revokeAcceptedRisk', call.params.id, (transaction) =>
        revokeAcceptance(transaction, call.params.id, whoOf(call), new Date(now())),
      ),
    ),
  ];
}

function whoOf({ caller, scope }: Call<unknown, unknown, unknown>): {
  readonly scope: Filter;
  readonly by: string;
} {
  return { scope, by: actorOf(caller) };
}

function imageOf({ digest, repository }: { readonly digest: string; readonly repository?: string }) {
  return { digest, ...(repository === undefined ? {} : { repository }) };
}

async function viewOf(
  tables: Tables,
  exception: ImageException,
  scope: Filter,
  now: Date,
): Promise<AcceptedRisk> {
  const { where, revokedAt, expires } = exception;
  const named = where.kind === 'image' ? await tables.table(images, scope).get(where.digest) : undefined;
  const isExpired = expires < now.toISOString().slice(0, 10);
  return {
    ...exception,
    state: revokedAt !== undefined ? 'revoked' : isExpired ? 'expired' : 'active',
    ...(named === undefined ? {} : { reference: named.record.reference }),
  };
}
