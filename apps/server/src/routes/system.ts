import { type Job as JobView, routes } from '@breakwater/api';
import { allOf, everything, type Filter } from '@breakwater/model';
import {
  accounts,
  deleteSample,
  findings,
  hasSample,
  images,
  type Job,
  resources,
  type StateReader,
  settings,
  tasks,
} from '@breakwater/store';
import type { Registry } from 'prom-client';
import { auditAlone } from '../audit.ts';
import { actorOf } from '../auth/caller.ts';
import type { ServerContext } from '../context.ts';
import { homeItems } from '../home.ts';
import { type Handler, implement } from '../http/handler.ts';
import { notFound } from '../http/http-error.ts';
import type { Intake } from '../intake/intake.ts';
import type { LiveRules } from '../rules/live-rules.ts';
import { sampleSetting } from '../sample-setting.ts';

type Context = Pick<ServerContext, 'state' | 'events' | 'jobs' | 'stream' | 'now' | 'version' | 'live'> & {
  readonly intake: Intake;
  readonly rules: LiveRules;
  readonly registry: Registry;
};

const dayMs = 86_400_000;
/** Counts of events reach back this far. */
const countedDays = 30;

const statusOfJob = {
  queued: 'queued',
  leased: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<Job['status'], JobView['status']>;

/** Health, metrics, the contract itself, and what the installation holds. */
export function systemHandlers(context: Context): readonly Handler[] {
  const { state, events, jobs, now, version, registry, live } = context;
  return [
    implement(routes.getLiveness, async () => ({ status: 'ok' as const, reasons: [] })),
    implement(routes.getReadiness, async ({ reply }) => {
      const reasons = await problems(context);
      if (reasons.length === 0) return { status: 'ok' as const, reasons: flaws(context) };
      reply.code(503);
      return { status: 'unavailable' as const, reasons };
    }),
    implement(routes.getMetrics, async ({ reply }) => {
      reply.type(registry.contentType).send(await registry.metrics());
    }),
    implement(routes.getOpenApi, async ({ request, reply }) => {
      reply.type('application/json; charset=utf-8').send(JSON.stringify(request.server.swagger()));
    }),
    implement(routes.getStatus, async ({ query, scope: teams }) => {
      const scope = allOf(teams, query.filter ?? everything);
      const range = { scope, from: now() - countedDays * dayMs, to: now() + 60_000 };
      const [stored, detected] = await Promise.all([
        events.count({ ...range, filter: ofKind('event') }),
        events.count({ ...range, filter: ofKind('detection') }),
      ]);
      return state.read(async (reader) => ({
        version,
        hasSample: await hasSample(reader),
        counts: {
          ...(await countsOf(reader, scope)),
          events: stored.matching,
          detections: detected.matching,
        },
      }));
    }),
    implement(routes.getHome, async ({ query, scope }) => ({
      items: await homeItems(state, events, allOf(scope, query.filter ?? everything), now()),
    })),
    implement(routes.listScopeValues, async ({ query, scope }) => {
      const filter = query.within ?? everything;
      const range = { scope, filter, from: now() - countedDays * dayMs, to: now() + 60_000 };
      const seen = new Map<string, number>();
      for (const { value, count } of (await events.top({ ...range, field: query.field, n: 500 })).entries) {
        seen.set(value, count);
      }
      const counted = await state.read(async (reader) => [
        ...(await reader.table(resources, scope).countBy(query.field, { filter, limit: 500 })),
        ...(await reader.table(tasks, scope).countBy(query.field, { filter, limit: 500 })),
      ]);
      for (const { value, count } of counted) {
        if (value !== null) seen.set(String(value), (seen.get(String(value)) ?? 0) + count);
      }
      const values = [...seen].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
      return { values };
    }),
    implement(routes.listJobs, async () => ({ jobs: (await jobs.list({ limit: 100 })).jobs.map(jobView) })),
    implement(routes.cancelJob, async ({ params, caller, request }) => {
      if (!(await jobs.cancel(params.id))) throw notFound(`unfinished job ${params.id}`);
      const note = {
        actor: actorOf(caller),
        action: 'cancelJob',
        target: params.id,
        outcome: 'done',
        address: request.ip,
      } as const;
      await auditAlone(state, note, now());
    }),
    implement(routes.removeSample, async ({ caller, request }) => {
      // First the mark: a load that is under way sees it and removes what it brought since.
      await state.transaction((transaction) =>
        transaction.table(settings).put({
          name: sampleSetting,
          value: 'removed',
          updatedAt: new Date(now()).toISOString(),
          updatedBy: actorOf(caller),
        }),
      );
      const removed = Object.values(await deleteSample(state)).reduce((sum, count) => sum + count, 0);
      const removedEvents = await events.deleteSample();
      const note = {
        actor: actorOf(caller),
        action: 'removeSample',
        outcome: 'done',
        address: request.ip,
      } as const;
      await auditAlone(state, note, now());
      live.endAll();
      return { removed: removed + removedEvents };
    }),
  ];
}

function ofKind(kind: string): Filter {
  return { op: '=', field: 'kind', value: kind };
}

async function countsOf(reader: StateReader, scope: Filter) {
  const isOpen: Filter = { op: '=', field: 'status', value: 'open' };
  return {
    images: await reader.table(images, scope).count(),
    accounts: await reader.table(accounts, scope).count(),
    resources: await reader.table(resources, scope).count(),
    openFindings: await reader.table(findings, scope).count(isOpen),
    stoppedTasks: await reader.table(tasks, scope).count(allOf({ op: 'exists', field: 'stoppedAt' })),
  };
}

async function problems({ state, events, intake, now }: Context): Promise<readonly string[]> {
  const reasons: string[] = [];
  const tries: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['state store', () => state.transaction((transaction) => transaction.table(settings).put(probe(now())))],
    ['event store', () => events.stats()],
  ];
  for (const [name, attempt] of tries) {
    try {
      await attempt();
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (intake.lastError !== undefined) reasons.push(`intake: ${intake.lastError}`);
  return reasons;
}

/** What is wrong and keeps nobody from being served. */
function flaws({ rules }: Context): readonly string[] {
  return rules.inForce.files
    .filter(({ error }) => error !== undefined)
    .map(({ name }) => `rule file ${name} is switched off: it no longer loads`);
}

function probe(now: number) {
  return { name: 'readiness-probe', value: now, updatedAt: new Date(now).toISOString(), updatedBy: 'system' };
}

function jobView(job: Job): JobView {
  return {
    id: job.id,
    type: job.type,
    status: statusOfJob[job.status],
    ...(job.lastError === undefined ? {} : { message: job.lastError }),
    createdAt: new Date(job.createdAt).toISOString(),
    ...(job.finishedAt === undefined ? {} : { finishedAt: new Date(job.finishedAt).toISOString() }),
  };
}
