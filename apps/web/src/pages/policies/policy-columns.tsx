import type { PolicyRow } from '@breakwater/api';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { Badge } from '../../components/badge.tsx';
import type { DataColumn } from '../../components/data-columns.ts';
import { Icon } from '../../components/icons.tsx';
import { SampleBadge } from '../../components/sample-badge.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { type Translate, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { carrySearch, type Search } from '../../state/search.ts';
import list from './list.module.css';
import css from './policies.module.css';
import { actionLabel, policyEvents, statusTones } from './policy-view.ts';
import { ScopeText } from './scope-text.tsx';

export function usePolicyColumns(): readonly DataColumn<PolicyRow>[] {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  return useMemo<readonly DataColumn<PolicyRow>[]>(
    () => [
      {
        id: 'severity',
        header: t('policies.severity'),
        width: 100,
        sort: 'severity',
        cell: (row) => <SeverityMark severity={row.severity} />,
      },
      {
        id: 'name',
        header: t('policies.name'),
        isTitle: true,
        sort: 'name',
        cell: (row) => (
          <>
            <span className={list.name} data-is-off={row.status === 'disabled'}>
              {row.name}
            </span>
            {row.hasCapture && <CaptureMark />}
            {row.origin === 'custom' && <Badge>{t('policies.own')}</Badge>}
            <SampleBadge isSample={row.isSample} />
          </>
        ),
      },
      {
        id: 'type',
        header: t('policies.type'),
        width: 128,
        sort: 'type',
        cell: (row) => (
          <Value field="type" value={row.type}>
            {t(`policies.types.${row.type}`)}
          </Value>
        ),
      },
      {
        id: 'scope',
        header: t('policies.scope'),
        width: 104,
        grow: 0.5,
        cell: (row) => <ScopeText scope={row.scope} />,
      },
      {
        id: 'status',
        header: t('policies.status'),
        width: 104,
        sort: 'status',
        cell: (row) => (
          <StatusMark tone={statusTones[row.status]}>{t(`policies.statuses.${row.status}`)}</StatusMark>
        ),
      },
      {
        id: 'rules',
        header: t('policies.rules'),
        width: 64,
        align: 'end',
        sort: 'rules',
        cell: (row) => formats.number(row.ruleCount),
      },
      {
        id: 'action',
        header: t('policies.action'),
        width: 116,
        sort: 'action',
        cell: (row) => (
          <Value field="action" value={actionLabel(row.actions)}>
            {t(`policies.actions.${actionLabel(row.actions)}`)}
          </Value>
        ),
      },
      detectionsColumn<PolicyRow>(t, policyEvents),
      {
        id: 'updatedAt',
        header: t('policies.updated'),
        width: 196,
        sort: 'updatedAt',
        cell: (row) => (
          <span className={css.updated}>
            <time dateTime={row.updatedAt} title={formats.moment(Date.parse(row.updatedAt))}>
              {formats.age(Math.min(Date.parse(row.updatedAt), now), now)}
            </time>
            <span className={css.soft}>{row.updatedBy}</span>
          </span>
        ),
      },
    ],
    [t, formats, now],
  );
}

/** What was found in the last week, leading there. */
export function detectionsColumn<T extends { readonly name: string; readonly detections: number }>(
  t: Translate,
  eventsOf: (row: T) => Search,
): DataColumn<T> {
  return {
    id: 'detections',
    header: t('policies.detections'),
    width: 96,
    align: 'end',
    sort: 'detections',
    cell: (row) => (
      <EventsLink
        count={row.detections}
        label={t('policies.showDetections', { count: row.detections, name: row.name })}
        search={eventsOf(row)}
      />
    ),
  };
}

/** One of the rules asks for a capture of what went on around the event. */
export function CaptureMark(): ReactNode {
  const t = useT();
  return (
    <span
      className={css.capture}
      role="img"
      aria-label={t('policies.captureOn')}
      title={t('policies.captureOn')}
    >
      <Icon name="capture" size={13} />
    </span>
  );
}

/** How many detections, leading to them in the events feed. */
export function EventsLink(props: {
  readonly count: number;
  readonly label: string;
  readonly search: Search;
}): ReactNode {
  const formats = useFormats();
  if (props.count === 0) return <span className={css.faint}>{formats.number(0)}</span>;
  return (
    <Link
      to="/events"
      search={(before) => ({ ...carrySearch(before), ...props.search })}
      className={css.countLink}
      aria-label={props.label}
      onClick={(event) => event.stopPropagation()}
    >
      {formats.compact(props.count)}
    </Link>
  );
}
