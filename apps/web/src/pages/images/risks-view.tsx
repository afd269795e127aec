import type { AcceptedRisk } from '@breakwater/api';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useRead } from '../../api/hooks.ts';
import { usePermission } from '../../api/session.ts';
import type { DataColumn } from '../../components/data-columns.ts';
import { DataTable } from '../../components/data-table.tsx';
import { FacetSelect } from '../../components/facet-select.tsx';
import { localRows, sortRows } from '../../components/local-rows.ts';
import { PartialNotice } from '../../components/message-panel.tsx';
import { Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { type FieldValue, matchesFilter, matchesText } from '../../state/local-filter.ts';
import { useNow } from '../../state/now.ts';
import { filterOf } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import { Revoke, riskName } from './accepted-risks.tsx';
import { ImageTabs } from './image-tabs.tsx';
import css from './images.module.css';

const none: readonly AcceptedRisk[] = [];
const dayMs = 86_400_000;
const soonDays = 7;

const acceptanceStates = ['active', 'expired', 'revoked'] as const satisfies readonly AcceptedRisk['state'][];

const tones: Readonly<Record<AcceptedRisk['state'], Tone>> = {
  active: 'good',
  expired: 'warn',
  revoked: 'quiet',
};

/** Every risk that somebody accepted for images, with its end. */
export default function RisksView(): ReactNode {
  const t = useT();
  const { state } = useView();
  const reading = useRead('listAcceptedRisks', { query: {} }, { refetchMs: 60_000 });
  const all = reading.data?.risks ?? none;
  const rows = useMemo(() => {
    const filter = filterOf({ ...state, scope: [] }, { withSeverity: false });
    const kept = all.filter(
      (risk) =>
        matchesFilter(filter, (name) => riskField(risk, name)) &&
        matchesText(state.text, [risk.subject, risk.package, risk.reason, risk.owner, risk.reference]),
    );
    const byEnd = kept.toSorted(
      (a, b) =>
        acceptanceStates.indexOf(a.state) - acceptanceStates.indexOf(b.state) ||
        a.expires.localeCompare(b.expires),
    );
    return sortRows(byEnd, state.sort, {
      subject: (risk) => risk.subject,
      state: (risk) => risk.state,
      expires: (risk) => risk.expires,
      owner: (risk) => risk.owner,
      createdAt: (risk) => risk.createdAt,
    });
  }, [all, state]);
  const columns = useRiskColumns();
  return (
    <Page
      title={t('nav.images')}
      aside={<ImageTabs />}
      filterFields={['state', 'kind', 'where', 'owner']}
      fieldsShownElsewhere={['state']}
    >
      {reading.data?.isPartial === true && <PartialNotice>{t('risks.partial')}</PartialNotice>}
      <DataTable
        id="accepted-risks"
        label={t('images.page.risks')}
        columns={columns}
        data={{ ...localRows(reading, rows, all.length), total: reading.data ? all.length : undefined }}
        rowId={(row) => row.id}
        empty={{ title: t('risks.empty'), text: t('risks.emptyText') }}
        toolbar={
          <>
            <FacetSelect
              field="state"
              label={t('images.statusLabel')}
              options={acceptanceStates.map((value) => ({
                value,
                label: t(`risks.states.${value}`),
                count: all.filter((risk) => risk.state === value).length,
              }))}
            />
            <SearchField label={t('risks.search')} />
          </>
        }
      />
    </Page>
  );
}

function useRiskColumns(): readonly DataColumn<AcceptedRisk>[] {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const canRespond = usePermission('respond');
  return useMemo(
    () => [
      {
        id: 'subject',
        header: t('risks.risk'),
        width: 220,
        grow: 1,
        isTitle: true,
        sort: 'subject',
        cell: (risk) => (
          <span className={css.name} title={riskName(risk)}>
            {riskName(risk)}
          </span>
        ),
      },
      {
        id: 'state',
        header: t('images.statusLabel'),
        width: 110,
        sort: 'state',
        cell: (risk) => <StatusMark tone={tones[risk.state]}>{t(`risks.states.${risk.state}`)}</StatusMark>,
      },
      {
        id: 'where',
        header: t('risks.where'),
        width: 240,
        grow: 0.6,
        cell: (risk) => <Where risk={risk} />,
      },
      {
        id: 'expires',
        header: t('risks.expires'),
        width: 130,
        sort: 'expires',
        cell: (risk) => {
          const left = Date.parse(risk.expires) + dayMs - now;
          const isSoon = risk.state === 'active' && left < soonDays * dayMs;
          return (
            <time dateTime={risk.expires} className={isSoon ? css.warn : undefined}>
              {risk.expires}
            </time>
          );
        },
      },
      {
        id: 'owner',
        header: t('risks.owner'),
        width: 130,
        sort: 'owner',
        cell: (risk) => risk.owner,
      },
      {
        id: 'reason',
        header: t('risks.reason'),
        width: 220,
        grow: 1,
        cell: (risk) => (
          <span className={css.summary} title={risk.reason}>
            {risk.reason}
          </span>
        ),
      },
      {
        id: 'createdAt',
        header: t('risks.acceptedAt'),
        width: 150,
        sort: 'createdAt',
        cell: (risk) => (
          <span title={formats.moment(Date.parse(risk.createdAt))}>
            {formats.age(Date.parse(risk.createdAt), now)}, {risk.createdBy}
          </span>
        ),
      },
      {
        id: 'actions',
        header: t('risks.actions'),
        width: 110,
        cell: (risk) => canRespond && risk.state !== 'revoked' && <Revoke risk={risk} />,
      },
    ],
    [t, formats, now, canRespond],
  );
}

function Where(props: { readonly risk: AcceptedRisk }): ReactNode {
  const t = useT();
  const { where, reference } = props.risk;
  if (where.kind === 'image') {
    return (
      <Link to={`/images/${where.digest}`} className={css.name} tabIndex={-1}>
        {reference ?? where.digest.slice(0, 19)}
      </Link>
    );
  }
  return where.kind === 'everywhere' ? t('risks.whereShort.everywhere') : where.repository;
}

function riskField(risk: AcceptedRisk, name: string): FieldValue {
  switch (name) {
    case 'state':
      return risk.state;
    case 'kind':
      return risk.kind;
    case 'where':
      return risk.where.kind;
    case 'owner':
      return risk.owner;
    default:
      return undefined;
  }
}
