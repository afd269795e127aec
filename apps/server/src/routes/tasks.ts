import { routes } from '@breakwater/api';
import { allOf, everything, type Filter } from '@breakwater/model';
import { metricSamples, tasks } from '@breakwater/store';
import type { ServerContext } from '../context.ts';
import { type Handler, implement } from '../http/handler.ts';
import { notFound } from '../http/http-error.ts';
import { taskDetail, taskRow } from '../tasks/task-view.ts';
import { listPage } from './list-page.ts';
import { timeFilter } from './time-filter.ts';

type Context = Pick<ServerContext, 'state'>;

const sortable = { stoppedAt: 'stoppedAt', startedAt: 'startedAt', cluster: 'cluster', service: 'service' };
/** Newest samples of a task that its page shows. */
const maxSamples = 1000;

const statusFilters: Readonly<Record<'stopped' | 'running' | 'all', Filter>> = {
  stopped: { op: 'exists', field: 'stoppedAt' },
  running: { op: 'not', filter: { op: 'exists', field: 'stoppedAt' } },
  all: everything,
};

/** The black box of tasks. */
export function taskHandlers({ state }: Context): readonly Handler[] {
  return [
    implement(routes.listTasks, ({ query, scope }) =>
      state.read((reader) => {
        const ranged =
          query.status === 'stopped' ? timeFilter(query, 'stoppedAt') : (query.filter ?? everything);
        const filter = allOf(statusFilters[query.status], ranged);
        const options = { sortable, defaultSort: '-stoppedAt', view: taskRow };
        return listPage(reader.table(tasks, scope), { ...query, filter }, options);
      }),
    ),
    implement(routes.getTask, ({ params, scope }) =>
      state.read(async (reader) => {
        const stored = await reader.table(tasks, scope).get(params.arn);
        if (stored === undefined) throw notFound(`task ${params.arn}`);
        const samples = await reader.table(metricSamples, scope).list({
          filter: { op: '=', field: 'taskArn', value: params.arn },
          sort: [{ column: 'time', direction: 'descending' }],
          limit: maxSamples,
        });
        return taskDetail(
          stored.record,
          samples.rows.map(({ record }) => record),
        );
      }),
    ),
  ];
}
