import type { ResourceRow } from '@breakwater/api';
import { allOf, type Coverage } from '@breakwater/model';
import { Button } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { addressOf } from '../../api/client.ts';
import { useRows } from '../../api/hooks.ts';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { FacetSelect } from '../../components/facet-select.tsx';
import { SampleBadge } from '../../components/sample-badge.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { filterOf } from '../../state/search.ts';
import { searchFilter } from '../../state/search-filter.ts';
import { useView } from '../../state/view.ts';
import css from './inventory.module.css';
import { facetCounts } from './inventory-view.ts';
import { ResourceDetailPanel, ResourceTitle } from './resource-detail.tsx';

const shownTags = 3;

export interface ResourcesViewProps {
  readonly coverage: readonly Coverage[];
  /** Parts of the inventory that could not be read. */
  readonly gaps: number;
  readonly isSyncing: boolean;
  readonly onConnect: (() => void) | undefined;
}

/** Everything that was found in the accounts. */
export function ResourcesView(props: ResourcesViewProps): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const found = searchFilter(state.text, ['name', 'type', 'tag']);
  const filter = allOf(filterOf(state, { withSeverity: false }), ...(found ? [found] : []));
  const sort = state.sort && `${state.sort.isDescending ? '-' : ''}${state.sort.column}`;
  const resources = useRows(
    'listResources',
    { query: { filter, limit: 200, ...(sort === undefined ? {} : { sort }) } },
    props.isSyncing ? { refetchMs: 5000 } : {},
  );
  const columns = useResourceColumns();
  return (
    <SplitView
      detail={state.open === undefined ? undefined : <ResourceDetailPanel key={state.open} id={state.open} />}
      detailTitle={state.open !== undefined && <ResourceTitle id={state.open} />}
      onClose={() => update({ open: undefined })}
    >
      <DataTable
        id="resources"
        label={t('inventory.resources')}
        columns={columns}
        data={resources}
        rowId={(row) => row.id}
        partial={props.gaps > 0 ? t('inventory.partialText', { count: props.gaps }) : undefined}
        empty={
          props.isSyncing
            ? { title: t('inventory.syncing'), text: t('inventory.syncingText') }
            : {
                title: t('inventory.empty'),
                text: props.onConnect ? t('inventory.emptyText') : t('first.needsAdministrator'),
                actions: props.onConnect && (
                  <Button onClick={props.onConnect}>{t('inventory.connect')}</Button>
                ),
              }
        }
        exports={{
          csv: addressOf('exportResources', { query: { filter, format: 'csv' } }),
          json: addressOf('exportResources', { query: { filter, format: 'jsonl' } }),
        }}
        toolbar={
          <>
            <SearchField label={t('inventory.search')} />
            <FacetSelect
              field="type"
              label={t('inventory.type')}
              options={facetCounts(props.coverage, 'type')}
            />
            <FacetSelect
              field="region"
              label={t('field.region')}
              options={facetCounts(props.coverage, 'region')}
            />
            <FacetSelect
              field="account"
              label={t('field.account')}
              options={facetCounts(props.coverage, 'account')}
            />
          </>
        }
      />
    </SplitView>
  );
}

function useResourceColumns(): readonly DataColumn<ResourceRow>[] {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('inventory.name'),
        isTitle: true,
        sort: 'name',
        cell: (row) => (
          <>
            <span className={css.name}>{row.name}</span>
            <SampleBadge isSample={row.isSample} />
          </>
        ),
      },
      {
        id: 'type',
        header: t('inventory.type'),
        width: 190,
        sort: 'type',
        cell: (row) => <Value field="type" value={row.type} isMono />,
      },
      {
        id: 'account',
        header: t('field.account'),
        width: 126,
        sort: 'account',
        cell: (row) => <Value field="account" value={row.place.account} />,
      },
      {
        id: 'region',
        header: t('field.region'),
        width: 130,
        sort: 'region',
        cell: (row) => <Value field="region" value={row.place.region} />,
      },
      {
        id: 'cluster',
        header: t('field.cluster'),
        width: 120,
        isOptional: true,
        cell: (row) => <Value field="cluster" value={row.place.cluster} />,
      },
      {
        id: 'service',
        header: t('field.service'),
        width: 120,
        isOptional: true,
        cell: (row) => <Value field="service" value={row.place.service} />,
      },
      {
        id: 'tags',
        header: t('inventory.tags'),
        width: 230,
        grow: 0.6,
        cell: (row) => (
          <span className={css.tags}>
            {Object.entries(row.tags)
              .slice(0, shownTags)
              .map(([key, value]) => (
                <span key={key} className={css.tag}>
                  <Value field="tag" value={value === '' ? key : `${key}=${value}`} />
                </span>
              ))}
          </span>
        ),
      },
      {
        id: 'seenAt',
        header: t('inventory.readAt'),
        width: 126,
        sort: 'seenAt',
        cell: (row) => (
          <time dateTime={row.seenAt} title={formats.moment(Date.parse(row.seenAt))}>
            {formats.age(Date.parse(row.seenAt), now)}
          </time>
        ),
      },
      {
        id: 'id',
        header: t('inventory.id'),
        width: 340,
        isOptional: true,
        cell: (row) => <span className={css.mono}>{row.id}</span>,
      },
    ],
    [t, formats, now],
  );
}
