import type { EventRow } from '@breakwater/api';
import { useMemo } from 'react';
import type { DataColumn } from '../../components/data-columns.ts';
import { PlaceLine } from '../../components/place-line.tsx';
import { SampleBadge } from '../../components/sample-badge.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import css from './events-page.module.css';

export function useEventColumns(): readonly DataColumn<EventRow>[] {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  return useMemo(
    () => [
      {
        id: 'time',
        header: t('events.time'),
        width: 148,
        cell: (row) => (
          <time dateTime={new Date(row.time).toISOString()} title={formats.moment(row.time)}>
            {formats.rowMoment(row.time, now)}
          </time>
        ),
      },
      {
        id: 'severity',
        header: t('events.severity'),
        width: 104,
        cell: (row) => <SeverityMark severity={row.severity} />,
      },
      {
        id: 'title',
        header: t('events.title'),
        isTitle: true,
        cell: (row) => (
          <>
            <span className={css.title}>{row.title}</span>
            <SampleBadge isSample={row.isSample} />
          </>
        ),
      },
      {
        id: 'place',
        header: t('events.place'),
        width: 350,
        grow: 0.7,
        cell: (row) => <PlaceLine place={row.place} />,
      },
      {
        id: 'user',
        header: t('events.user'),
        width: 150,
        cell: (row) => <Value field="user" value={row.user} />,
      },
      {
        id: 'source',
        header: t('events.source'),
        width: 130,
        cell: (row) => <Value field="source" value={row.source} />,
      },
      {
        id: 'rule',
        header: t('events.rule'),
        width: 240,
        isOptional: true,
        cell: (row) => <Value field="rule" value={row.rule} />,
      },
      {
        id: 'kind',
        header: t('events.kind'),
        width: 130,
        isOptional: true,
        cell: (row) => (
          <Value field="kind" value={row.kind}>
            {t(`events.kindOne.${row.kind}`)}
          </Value>
        ),
      },
    ],
    [t, formats, now],
  );
}
