import type { FindingRow } from '@breakwater/api';
import { type ReactNode, useMemo } from 'react';
import { addressOf } from '../../api/client.ts';
import { useRead, useRows } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { FacetSelect } from '../../components/facet-select.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Page } from '../../components/page.tsx';
import { SampleBadge } from '../../components/sample-badge.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SeverityMark, SeverityTabs } from '../../components/severity.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { useView } from '../../state/view.ts';
import { FindingDetail, FindingTitle } from './finding-detail.tsx';
import css from './posture.module.css';
import { PostureTabs } from './posture-tabs.tsx';
import {
  findingFilter,
  findingSort,
  findingTones,
  findingViewOf,
  findingViews,
  resourceName,
} from './posture-view.ts';

const filterFields = ['checkId', 'title', 'subject', 'account', 'region', 'cluster', 'service', 'severity'];

/** Findings of the checks: one row per defect of a resource. */
export function FindingsView(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const view = findingViewOf(state.view);
  const filter = findingFilter(state, { withSeverity: true, withStatus: true });
  const sort = findingSort(state);
  const findings = useRows('listFindings', {
    query: { filter, limit: 200, ...(sort === undefined ? {} : { sort }) },
  });
  const bySeverity = useRead('listFindings', {
    query: { filter: findingFilter(state, { withSeverity: false, withStatus: true }), limit: 1 },
  });
  const byStatus = useRead('listFindings', {
    query: { filter: findingFilter(state, { withSeverity: true, withStatus: false }), limit: 1 },
  });
  const checks = useRead('listChecks', {});
  const formats = useFormats();
  const columns = useFindingColumns();
  const statusCounts = byStatus.data?.byStatus;
  const total = statusCounts && statusCounts.open + statusCounts.resolved + statusCounts.accepted;

  return (
    <Page title={t('nav.posture')} filterFields={filterFields} aside={<PostureTabs current="findings" />}>
      <SplitView
        detail={state.open === undefined ? undefined : <FindingDetail key={state.open} id={state.open} />}
        detailTitle={state.open !== undefined && <FindingTitle id={state.open} />}
        onClose={() => update({ open: undefined })}
      >
        <DataTable
          id="findings"
          label={t('posture.findings')}
          columns={columns}
          data={findings}
          rowId={(row) => row.id}
          empty={
            view === 'open'
              ? {
                  title: t('posture.emptyOpen'),
                  text: t('posture.emptyOpenText'),
                  actions: (
                    <LinkButton isQuiet to="/inventory">
                      {t('posture.toInventory')}
                    </LinkButton>
                  ),
                }
              : { title: t('posture.empty'), text: t('posture.emptyText') }
          }
          exports={{
            csv: addressOf('exportFindings', { query: { filter, format: 'csv' } }),
            json: addressOf('exportFindings', { query: { filter, format: 'jsonl' } }),
          }}
          toolbar={
            <>
              <SeverityTabs
                counts={bySeverity.data?.bySeverity}
                chosen={state.severities}
                onChoose={(severities) => update({ severities, open: undefined })}
              />
              <Choice
                label={t('posture.status')}
                value={view}
                onChange={(next) => update({ view: next === 'open' ? undefined : next, open: undefined })}
                options={findingViews.map((value) => {
                  const count = value === 'all' ? total : statusCounts?.[value];
                  return {
                    value,
                    label: t(`posture.view.${value}`),
                    count: count === undefined ? '–' : formats.compact(count),
                  };
                })}
              />
              <FacetSelect
                field="checkId"
                label={t('posture.check')}
                options={(checks.data?.checks ?? [])
                  .filter((check) => check.failed > 0)
                  .toSorted((a, b) => b.failed - a.failed)
                  .map((check) => ({ value: check.id, label: check.title, count: check.failed }))}
              />
              <SearchField label={t('posture.search')} />
            </>
          }
        />
      </SplitView>
    </Page>
  );
}

function useFindingColumns(): readonly DataColumn<FindingRow>[] {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  return useMemo(
    () => [
      {
        id: 'severity',
        header: t('posture.severity'),
        width: 104,
        sort: 'severity',
        cell: (row) => <SeverityMark severity={row.severity} />,
      },
      {
        id: 'title',
        header: t('posture.finding'),
        isTitle: true,
        sort: 'title',
        cell: (row) => (
          <>
            <span className={css.title}>{row.title}</span>
            <SampleBadge isSample={row.isSample} />
          </>
        ),
      },
      {
        id: 'subject',
        header: t('posture.resource'),
        width: 210,
        grow: 0.7,
        sort: 'subject',
        cell: (row) => (
          <Value field="subject" value={row.subject} isMono>
            {resourceName(row.subject)}
          </Value>
        ),
      },
      {
        id: 'status',
        header: t('posture.status'),
        width: 108,
        sort: 'status',
        cell: (row) => (
          <StatusMark tone={findingTones[row.status]}>{t(`posture.view.${row.status}`)}</StatusMark>
        ),
      },
      {
        id: 'account',
        header: t('field.account'),
        width: 120,
        cell: (row) => <Value field="account" value={row.place.account} />,
      },
      {
        id: 'region',
        header: t('field.region'),
        width: 126,
        cell: (row) => <Value field="region" value={row.place.region} />,
      },
      {
        id: 'firstSeen',
        header: t('posture.firstSeen'),
        width: 126,
        sort: 'firstSeen',
        cell: (row) => <Age time={row.firstSeen} age={formats.age(Date.parse(row.firstSeen), now)} />,
      },
      {
        id: 'lastSeen',
        header: t('posture.lastSeen'),
        width: 126,
        sort: 'lastSeen',
        isOptional: true,
        cell: (row) => <Age time={row.lastSeen} age={formats.age(Date.parse(row.lastSeen), now)} />,
      },
      {
        id: 'check',
        header: t('posture.check'),
        width: 220,
        isOptional: true,
        cell: (row) => <Value field="checkId" value={row.key} isMono />,
      },
    ],
    [t, formats, now],
  );
}

function Age(props: { readonly time: string; readonly age: string }): ReactNode {
  const formats = useFormats();
  return (
    <time dateTime={props.time} title={formats.moment(Date.parse(props.time))}>
      {props.age}
    </time>
  );
}
