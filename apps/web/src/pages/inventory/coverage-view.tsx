import type { Coverage } from '@breakwater/model';
import { type ReactNode, useMemo } from 'react';
import { Choice } from '../../components/choice.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { DetailBlock, DetailStack, type Reading } from '../../components/detail.tsx';
import { localRows, sortRows } from '../../components/local-rows.ts';
import { Facts } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { matchesFilter, matchesText } from '../../state/local-filter.ts';
import { filterOf } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import css from './inventory.module.css';
import { coverageTones, missingRight } from './inventory-view.ts';

/** What the last inventory could read and what not, and which right is missing. */
export function CoverageView(props: {
  readonly reading: Reading<unknown>;
  readonly rows: readonly Coverage[];
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, update } = useView();
  const { rows: all } = props;
  const chosen = state.pills.find((pill) => pill.field === 'status');
  const isAll = chosen !== undefined && chosen.op === 'exists';
  const rows = useMemo(() => {
    const filter = filterOf(
      { ...state, scope: [], pills: state.pills.filter((pill) => pill.op !== 'exists') },
      { withSeverity: false },
    );
    const kept = all.filter(
      (row) =>
        (isAll || row.status !== 'ok') &&
        matchesFilter(filter, (name) => coverageField(row, name)) &&
        matchesText(state.text, [row.type, row.region, row.account, row.message]),
    );
    return sortRows(kept, state.sort, {
      type: (row) => row.type,
      region: (row) => row.region,
      account: (row) => row.account,
      status: (row) => row.status,
      count: (row) => row.count,
    });
  }, [all, state, isAll]);
  const gaps = all.filter((row) => row.status !== 'ok').length;
  const columns = useMemo(
    (): readonly DataColumn<Coverage>[] => [
      {
        id: 'status',
        header: t('inventory.coverageStatus'),
        width: 130,
        sort: 'status',
        cell: (row) => (
          <StatusMark tone={coverageTones[row.status]}>{t(`inventory.read.${row.status}`)}</StatusMark>
        ),
      },
      {
        id: 'type',
        header: t('inventory.type'),
        isTitle: true,
        width: 180,
        grow: 0.5,
        sort: 'type',
        cell: (row) => <Value field="type" value={row.type} isMono />,
      },
      {
        id: 'account',
        header: t('field.account'),
        width: 126,
        sort: 'account',
        cell: (row) => <Value field="account" value={row.account} />,
      },
      {
        id: 'region',
        header: t('field.region'),
        width: 130,
        sort: 'region',
        cell: (row) => <Value field="region" value={row.region} />,
      },
      {
        id: 'right',
        header: t('inventory.missing'),
        width: 230,
        cell: (row) => {
          const right = row.status === 'ok' ? undefined : missingRight(row.message);
          return right === undefined ? null : (
            <span className={css.right}>
              {right}
              <CopyButton label={t('value.copy', { value: right })} text={right} icon="copy" />
            </span>
          );
        },
      },
      {
        id: 'count',
        header: t('inventory.found'),
        width: 90,
        align: 'end',
        sort: 'count',
        cell: (row) => formats.number(row.count),
      },
      {
        id: 'message',
        header: t('inventory.message'),
        width: 220,
        grow: 1,
        cell: (row) => (
          <span className={css.message} title={row.message}>
            {row.message}
          </span>
        ),
      },
    ],
    [t, formats],
  );
  const open = all.find((row) => coverageKey(row) === state.open);
  return (
    <SplitView
      detail={open && <CoverageDetail row={open} />}
      detailTitle={open && `${open.type} · ${open.region}`}
      onClose={() => update({ open: undefined })}
    >
      <DataTable
        id="coverage"
        label={t('inventory.coverage')}
        columns={columns}
        data={{
          ...localRows(props.reading, rows, all.length),
          total: props.reading.data ? all.length : undefined,
        }}
        rowId={coverageKey}
        empty={{ title: t('inventory.complete'), text: t('inventory.completeText') }}
        toolbar={
          <>
            <Choice
              label={t('inventory.coverageStatus')}
              value={isAll ? 'all' : 'gaps'}
              onChange={(next) =>
                update((current) => ({
                  pills: [
                    ...current.pills.filter((pill) => pill.field !== 'status'),
                    ...(next === 'all' ? [{ field: 'status', op: 'exists' } as const] : []),
                  ],
                }))
              }
              options={[
                { value: 'gaps', label: t('inventory.gapsOnly'), count: formats.number(gaps) },
                { value: 'all', label: t('inventory.everyPart'), count: formats.number(all.length) },
              ]}
            />
            <SearchField label={t('inventory.searchCoverage')} />
          </>
        }
      />
    </SplitView>
  );
}

/** One part of the inventory: what AWS said, and the statement that would grant the right. */
function CoverageDetail(props: { readonly row: Coverage }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { row } = props;
  const right = row.status === 'denied' ? missingRight(row.message) : undefined;
  return (
    <DetailStack>
      <Facts
        rows={[
          {
            name: t('inventory.coverageStatus'),
            value: (
              <StatusMark tone={coverageTones[row.status]}>{t(`inventory.read.${row.status}`)}</StatusMark>
            ),
          },
          { name: t('inventory.type'), value: <Value field="type" value={row.type} isMono /> },
          { name: t('field.account'), value: <Value field="account" value={row.account} /> },
          { name: t('field.region'), value: <Value field="region" value={row.region} /> },
          { name: t('inventory.found'), value: formats.number(row.count) },
        ]}
      />
      {row.message !== undefined && (
        <DetailBlock title={t('inventory.message')}>
          <p className={css.said}>{row.message}</p>
        </DetailBlock>
      )}
      {right !== undefined && (
        <DetailBlock title={t('inventory.grant')}>
          <p className={css.grantText}>{t('inventory.grantText')}</p>
          <CodeBlock
            label={t('inventory.statement')}
            text={JSON.stringify({ Effect: 'Allow', Action: [right], Resource: '*' }, null, 2)}
          />
        </DetailBlock>
      )}
    </DetailStack>
  );
}

function coverageKey(row: Coverage): string {
  return `${row.account} ${row.region} ${row.type}`;
}

function coverageField(row: Coverage, name: string): string | number | undefined {
  switch (name) {
    case 'type':
    case 'account':
    case 'region':
    case 'status':
    case 'count':
      return row[name];
    default:
      return undefined;
  }
}
