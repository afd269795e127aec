import type { TaskRow } from '@breakwater/api';
import { allOf } from '@breakwater/model';
import { Button } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useRead, useRows } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { FacetSelect } from '../../components/facet-select.tsx';
import { Page } from '../../components/page.tsx';
import { SampleBadge } from '../../components/sample-badge.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useLocale, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useHeldWindow, useNow } from '../../state/now.ts';
import { filterOf, scopeConditions } from '../../state/search.ts';
import { searchFilter } from '../../state/search-filter.ts';
import { useView } from '../../state/view.ts';
import { formatDuration } from './duration.ts';
import { livedMs } from './life-scale.ts';
import { TaskDetailPanel, TaskTitle } from './task-detail.tsx';
import { stopCodes, taskStatuses, taskStatusOf } from './task-view.ts';
import css from './tasks.module.css';

const filterFields = [
  'cluster',
  'service',
  'stopCode',
  'exitCode',
  'stoppedReason',
  'family',
  'account',
  'region',
  'task',
  'image.digest',
];

/** Tasks that stopped, and why in plain words; and those that run. */
export default function TasksPage(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const [isScrolled, setIsScrolled] = useState(false);
  const { window } = useHeldWindow(state.range, isScrolled || state.open !== undefined);
  const status = taskStatusOf(state.view);
  const found = searchFilter(state.text, ['service', 'family', 'stoppedReason', 'task', 'cluster']);
  const filter = allOf(filterOf(state, { withSeverity: false }), ...(found ? [found] : []));
  const sort = state.sort && `${state.sort.isDescending ? '-' : ''}${state.sort.column}`;
  const tasks = useRows('listTasks', {
    query: {
      status,
      filter,
      limit: 200,
      ...(status === 'stopped' ? window : {}),
      ...(sort === undefined ? {} : { sort }),
    },
  });
  const within = { op: 'and' as const, filters: scopeConditions(state.scope) };
  const clusters = useRead('listScopeValues', { query: { field: 'cluster', within } });
  const services = useRead('listScopeValues', { query: { field: 'service', within } });
  const columns = useTaskColumns();

  return (
    <Page
      title={t('nav.tasks')}
      filterFields={filterFields}
      aside={
        <Choice
          label={t('tasks.statusLabel')}
          value={status}
          onChange={(next) => update({ view: next === 'stopped' ? undefined : next, open: undefined })}
          options={taskStatuses.map((value) => ({ value, label: t(`tasks.status.${value}`) }))}
        />
      }
    >
      <SplitView
        detail={state.open === undefined ? undefined : <TaskDetailPanel key={state.open} arn={state.open} />}
        detailTitle={state.open !== undefined && <TaskTitle arn={state.open} />}
        onClose={() => update({ open: undefined })}
      >
        <DataTable
          id="tasks"
          label={t('nav.tasks')}
          columns={columns}
          data={tasks}
          rowId={(row) => row.arn}
          onScrolled={setIsScrolled}
          empty={{
            title: t(status === 'stopped' ? 'tasks.emptyStopped' : 'tasks.empty'),
            text: t(status === 'stopped' ? 'tasks.emptyStoppedText' : 'tasks.emptyText'),
            actions: status === 'stopped' && (
              <Button
                variant="default"
                onClick={() => update({ range: { kind: 'live', spanMs: 14 * 86_400_000 } })}
              >
                {t('tasks.twoWeeks')}
              </Button>
            ),
          }}
          toolbar={
            <>
              <SearchField label={t('tasks.search')} />
              <FacetSelect
                field="cluster"
                label={t('field.cluster')}
                options={(clusters.data?.values ?? []).map(({ value }) => ({ value }))}
              />
              <FacetSelect
                field="service"
                label={t('field.service')}
                options={(services.data?.values ?? []).map(({ value }) => ({ value }))}
              />
              <FacetSelect
                field="stopCode"
                label={t('tasks.stopCode')}
                options={stopCodes.map((value) => ({ value, label: t(`tasks.stopCodes.${value}`) }))}
              />
            </>
          }
        />
      </SplitView>
    </Page>
  );
}

function useTaskColumns(): readonly DataColumn<TaskRow>[] {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const now = useNow();
  return useMemo(
    () => [
      {
        id: 'stoppedAt',
        header: t('tasks.stoppedAt'),
        width: 140,
        sort: 'stoppedAt',
        cell: (row) =>
          row.stoppedAt === undefined ? (
            <span className={css.soft}>{row.lastStatus}</span>
          ) : (
            <time dateTime={row.stoppedAt} title={formats.moment(Date.parse(row.stoppedAt))}>
              {formats.rowMoment(Date.parse(row.stoppedAt), now)}
            </time>
          ),
      },
      {
        id: 'attention',
        header: t('tasks.expected'),
        width: 116,
        cell: (row) =>
          row.stoppedAt === undefined ? (
            <StatusMark tone="good">{t('tasks.alive')}</StatusMark>
          ) : (
            <StatusMark tone={row.isExpected ? 'quiet' : 'bad'}>
              {t(row.isExpected ? 'tasks.isExpected' : 'tasks.isUnexpected')}
            </StatusMark>
          ),
      },
      {
        id: 'summary',
        header: t('tasks.reason'),
        isTitle: true,
        cell: (row) => (
          <>
            <span className={css.summary} data-is-expected={row.isExpected} title={row.summary}>
              {row.summary}
            </span>
            <SampleBadge isSample={row.isSample} />
          </>
        ),
      },
      {
        id: 'exitCode',
        header: t('tasks.exitCode'),
        width: 92,
        align: 'end',
        cell: (row) =>
          row.exitCode === undefined ? (
            <span className={css.soft}>{'–'}</span>
          ) : (
            <Value field="exitCode" value={row.exitCode} isMono />
          ),
      },
      {
        id: 'cluster',
        header: t('field.cluster'),
        width: 112,
        sort: 'cluster',
        cell: (row) => <Value field="cluster" value={row.place.cluster} />,
      },
      {
        id: 'service',
        header: t('field.service'),
        width: 140,
        sort: 'service',
        cell: (row) =>
          row.place.service === undefined ? (
            <span className={css.soft}>{row.taskDefinition}</span>
          ) : (
            <Value field="service" value={row.place.service} />
          ),
      },
      {
        id: 'lived',
        header: t('tasks.lived'),
        width: 124,
        cell: (row) => {
          const lived = livedMs(row, now);
          return lived === undefined ? (
            <span className={css.soft}>{t('tasks.neverRan')}</span>
          ) : (
            formatDuration(lived, locale)
          );
        },
      },
      {
        id: 'stopCode',
        header: t('tasks.stopCode'),
        width: 190,
        isOptional: true,
        cell: (row) => <Value field="stopCode" value={row.stopCode} />,
      },
      {
        id: 'definition',
        header: t('tasks.definition'),
        width: 160,
        isOptional: true,
        cell: (row) => row.taskDefinition,
      },
      {
        id: 'region',
        header: t('field.region'),
        width: 120,
        isOptional: true,
        cell: (row) => <Value field="region" value={row.place.region} />,
      },
    ],
    [t, locale, formats, now],
  );
}
