import type { AuditEntry } from '@breakwater/api';
import { type ReactNode, useMemo } from 'react';
import { useRows } from '../../api/hooks.ts';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { JsonTree } from '../../components/json-tree.tsx';
import { Facts } from '../../components/page.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { type Formats, useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { filterOf } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import css from './settings.module.css';

const tones: Readonly<Record<AuditEntry['outcome'], Tone>> = { done: 'good', refused: 'warn', failed: 'bad' };

/** Every change and refused attempt, newest first. */
export default function AuditTab(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const filter = filterOf({ ...state, scope: [] }, { withSeverity: false });
  const entries = useRows('listAuditLog', { query: { filter, limit: 200 } }, { refetchMs: 15_000 });
  const columns = useAuditColumns();
  const open = entries.rows.find((entry) => entry.id === state.open);
  return (
    <SplitView
      detail={open && <AuditDetail entry={open} />}
      detailTitle={open?.action}
      onClose={() => update({ open: undefined })}
    >
      <DataTable
        id="audit"
        label={t('audit.table')}
        columns={columns}
        data={entries}
        rowId={(entry) => entry.id}
        empty={{ title: t('audit.empty'), text: t('audit.emptyText') }}
      />
    </SplitView>
  );
}

function AuditDetail(props: { readonly entry: AuditEntry }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { entry } = props;
  const hasDetail = Object.keys(entry.detail).length > 0;
  return (
    <>
      <Facts
        rows={[
          { name: t('audit.time'), value: formats.moment(Date.parse(entry.time)) },
          { name: t('audit.actor'), value: <Value field="actor" value={entry.actor} /> },
          { name: t('audit.action'), value: <Value field="action" value={entry.action} isMono /> },
          { name: t('audit.target'), value: <Value field="target" value={entry.target} isMono /> },
          { name: t('audit.outcome'), value: <Outcome outcome={entry.outcome} /> },
          { name: t('audit.address'), value: entry.address ?? t('value.none') },
        ]}
      />
      <h3 className={css.detailTitle}>{t('audit.detail')}</h3>
      {hasDetail ? (
        <JsonTree value={entry.detail} label={t('audit.detail')} />
      ) : (
        <p className={css.soft}>{t('audit.noDetail')}</p>
      )}
    </>
  );
}

function Outcome(props: { readonly outcome: AuditEntry['outcome'] }): ReactNode {
  const t = useT();
  return (
    <Value field="outcome" value={props.outcome}>
      <StatusMark tone={tones[props.outcome]}>{t(`audit.outcome.${props.outcome}`)}</StatusMark>
    </Value>
  );
}

function useAuditColumns(): readonly DataColumn<AuditEntry>[] {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  return useMemo(
    () => [
      {
        id: 'time',
        header: t('audit.time'),
        width: 150,
        cell: (entry) => timeCell(entry, formats, now),
      },
      {
        id: 'actor',
        header: t('audit.actor'),
        width: 150,
        cell: (entry) => <Value field="actor" value={entry.actor} />,
      },
      {
        id: 'action',
        header: t('audit.action'),
        isTitle: true,
        width: 170,
        grow: 0.6,
        cell: (entry) => <Value field="action" value={entry.action} />,
      },
      {
        id: 'target',
        header: t('audit.target'),
        cell: (entry) => <Value field="target" value={entry.target} />,
      },
      {
        id: 'outcome',
        header: t('audit.outcome'),
        width: 120,
        cell: (entry) => <Outcome outcome={entry.outcome} />,
      },
      { id: 'address', header: t('audit.address'), width: 130, cell: (entry) => entry.address ?? '' },
      {
        id: 'detail',
        header: t('audit.detail'),
        cell: (entry) =>
          Object.keys(entry.detail).length === 0 ? (
            ''
          ) : (
            <span className={css.mono}>{JSON.stringify(entry.detail)}</span>
          ),
      },
    ],
    [t, formats, now],
  );
}

function timeCell(entry: AuditEntry, formats: Formats, now: number): ReactNode {
  const time = Date.parse(entry.time);
  return (
    <time dateTime={entry.time} title={formats.moment(time)}>
      {formats.rowMoment(time, now)}
    </time>
  );
}
