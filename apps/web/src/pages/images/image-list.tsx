import type { ImageRow } from '@breakwater/api';
import { allOf, type Filter, type ImageOrigin, imageOrigins } from '@breakwater/model';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { addressOf } from '../../api/client.ts';
import { useRead, useRows } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { FacetSelect } from '../../components/facet-select.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { carrySearch, filterOf } from '../../state/search.ts';
import { searchFilter } from '../../state/search-filter.ts';
import { useView } from '../../state/view.ts';
import { useImageColumns } from './image-columns.tsx';
import { imageStatuses, imageStatusOf } from './image-status.ts';
import { ImageTabs } from './image-tabs.tsx';
import css from './images.module.css';
import { OriginChips } from './origin-chips.tsx';
import { ScanButton } from './scan-dialog.tsx';

const filterFields = [
  'repository',
  'tag',
  'reference',
  'registry',
  'critical',
  'high',
  'fixable',
  'knownExploited',
  'failedPolicy',
  'packages',
  'account',
  'region',
  'cluster',
  'service',
];
const searched = ['reference', 'repository', 'tag', 'image.digest'];
const scanCommand = 'breakwater image scan ./image.oci.tar --server http://127.0.0.1:8080 --token-file token';

/** One row per digest: what was scanned, from where it was asked for, and how it was judged. */
export function ImageList(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const navigate = useNavigate();
  const { state, update } = useView();
  const status = imageStatusOf(state.view);
  const base = useMemo(() => {
    const found = searchFilter(state.text, searched);
    return allOf(filterOf(state, { withSeverity: false }), ...(found ? [found] : []));
  }, [state]);
  const filter = status === undefined ? base : allOf(base, statusFilter(status));
  const sort = state.sort && `${state.sort.isDescending ? '-' : ''}${state.sort.column}`;
  const images = useRows(
    'listImages',
    { query: { filter, limit: 200, ...(sort === undefined ? {} : { sort }) } },
    { refetchMs: 30_000 },
  );
  const counted = useRead('listImages', { query: { filter: base, limit: 1 } });
  const everything = useRead('listImages', {
    query: { filter: filterOf({ ...state, pills: [], hidden: [] }, { withSeverity: false }), limit: 1 },
  });
  const counters = counted.data?.counters;
  const columns = useImageColumns();
  const open = (row: ImageRow) =>
    void navigate({
      to: `/images/${row.digest}`,
      search: carrySearch,
    });
  const number = (count: number | undefined) => (count === undefined ? '–' : formats.number(count));
  const total = counters && counters.passed + counters.failed + counters.incomplete;

  return (
    <Page
      title={t('nav.images')}
      filterFields={filterFields}
      fieldsShownElsewhere={['origin']}
      actions={<ScanButton />}
      aside={<ImageTabs />}
    >
      <div className={css.statusBar}>
        <Choice
          label={t('images.statusLabel')}
          value={status ?? 'all'}
          onChange={(next) => update({ view: next === 'all' ? undefined : next })}
          options={[
            { value: 'all' as const, label: t('images.scanned'), count: number(total) },
            ...imageStatuses.map((value) => ({
              value,
              label: t(`images.status.${value}`),
              count: number(counters?.[value]),
            })),
          ]}
        />
      </div>
      <OriginChips />
      <DataTable
        id="images"
        label={t('images.table')}
        columns={columns}
        data={images}
        rowId={(row) => row.digest}
        onOpen={open}
        empty={{
          title: t('images.empty'),
          text: (
            <>
              <p>{t('images.emptyText')}</p>
              <pre className={css.command}>{scanCommand}</pre>
            </>
          ),
          actions: (
            <>
              <CopyButton label={t('images.copyCommand')} text={scanCommand} />
              <LinkButton to="/">{t('images.firstSteps')}</LinkButton>
            </>
          ),
        }}
        exports={{
          csv: addressOf('exportImages', { query: { filter, format: 'csv' } }),
          json: addressOf('exportImages', { query: { filter, format: 'jsonl' } }),
        }}
        toolbar={
          <>
            <SearchField label={t('images.search')} />
            <FacetSelect
              field="origin"
              label={t('images.origin')}
              options={originOptions(everything.data?.counters.byOrigin).map((option) => ({
                ...option,
                label: t(`images.origins.${option.value}`),
              }))}
            />
          </>
        }
      />
    </Page>
  );
}

function statusFilter(status: string): Filter {
  return { op: '=', field: 'status', value: status };
}

/** Origins in their fixed order; those that occur have their count. */
function originOptions(
  counts: Readonly<Partial<Record<ImageOrigin, number>>> | undefined,
): readonly { readonly value: ImageOrigin; readonly count: number }[] {
  return imageOrigins.map((value) => ({ value, count: counts?.[value] ?? 0 }));
}
