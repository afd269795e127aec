import type { ImageRow } from '@breakwater/api';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { DataColumn } from '../../components/data-columns.ts';
import { SampleBadge } from '../../components/sample-badge.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { carrySearch } from '../../state/search.ts';
import { countText } from './count-text.ts';
import { imageName, shortDigest, statusTones } from './image-status.ts';
import css from './images.module.css';
import { SeverityCounts } from './severity-counts.tsx';

export function useImageColumns(): readonly DataColumn<ImageRow>[] {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  return useMemo(
    () => [
      {
        id: 'image',
        header: t('images.image'),
        isTitle: true,
        width: 190,
        grow: 1,
        sort: 'repository',
        cell: (row) => (
          <>
            <Link
              to={`/images/${row.digest}`}
              search={carrySearch}
              className={css.name}
              tabIndex={-1}
              title={row.reference}
            >
              {imageName(row)}
            </Link>
            <SampleBadge isSample={row.isSample} />
          </>
        ),
      },
      {
        id: 'digest',
        header: t('images.digest'),
        width: 116,
        cell: (row) => (
          <Value field="image.digest" value={row.digest} isMono>
            {shortDigest(row.digest)}
          </Value>
        ),
      },
      {
        id: 'status',
        header: t('images.statusLabel'),
        width: 106,
        sort: 'status',
        cell: (row) => (
          <span title={row.failedPolicies.join(', ')}>
            <StatusMark tone={statusTones[row.status]}>{t(`images.status.${row.status}`)}</StatusMark>
          </span>
        ),
      },
      {
        id: 'vulnerabilities',
        header: t('images.vulnerabilities'),
        width: 192,
        sort: 'critical',
        cell: (row) => <SeverityCounts counts={row.counts} isIncomplete={row.status === 'incomplete'} />,
      },
      {
        id: 'fixable',
        header: t('images.fixable'),
        width: 72,
        align: 'end',
        sort: 'fixable',
        cell: (row) => (
          <Count value={row.fixable} text={countText(row.fixable, row.status === 'incomplete', formats)} />
        ),
      },
      {
        id: 'exploited',
        header: t('images.exploitedShort'),
        width: 84,
        align: 'end',
        sort: 'exploited',
        cell: (row) => (
          <Count
            value={row.knownExploited}
            text={countText(row.knownExploited, row.status === 'incomplete', formats)}
            isAlarming
          />
        ),
      },
      {
        id: 'tasks',
        header: t('images.runningTasks'),
        width: 102,
        align: 'end',
        cell: (row) => <Count value={row.runningTasks} text={formats.number(row.runningTasks)} />,
      },
      {
        id: 'origins',
        header: t('images.origin'),
        width: 132,
        cell: (row) => (
          <span
            className={css.origins}
            title={row.origins.map((origin) => t(`images.origins.${origin}`)).join(', ')}
          >
            {row.origins.map((origin) => (
              <Value key={origin} field="origin" value={origin}>
                {t(`images.origins.${origin}`)}
              </Value>
            ))}
          </span>
        ),
      },
      {
        id: 'scanned',
        header: t('images.scannedAt'),
        width: 100,
        sort: 'scannedAt',
        cell: (row) => (
          <time dateTime={row.scannedAt} title={formats.moment(Date.parse(row.scannedAt))}>
            {formats.age(Date.parse(row.scannedAt), now)}
          </time>
        ),
      },
      {
        id: 'packages',
        header: t('images.packages'),
        width: 84,
        align: 'end',
        sort: 'packages',
        cell: (row) => formats.number(row.packages),
      },
      {
        id: 'size',
        header: t('images.size'),
        width: 130,
        align: 'end',
        isOptional: true,
        sort: 'size',
        cell: (row) => formats.bytes(row.size),
      },
      {
        id: 'files',
        header: t('images.tab.files'),
        width: 80,
        align: 'end',
        isOptional: true,
        cell: (row) => <Count value={row.fileFindings} text={formats.number(row.fileFindings)} />,
      },
      {
        id: 'policies',
        header: t('images.failedPolicies'),
        width: 180,
        isOptional: true,
        cell: (row) => (
          <span className={css.origins}>
            {row.failedPolicies.map((name) => (
              <Value key={name} field="failedPolicy" value={name} />
            ))}
          </span>
        ),
      },
      {
        id: 'reference',
        header: t('images.reference'),
        width: 260,
        isOptional: true,
        cell: (row) => <Value field="reference" value={row.reference} isMono />,
      },
    ],
    [t, formats, now],
  );
}

function Count(props: {
  readonly value: number;
  readonly text: string;
  readonly isAlarming?: boolean;
}): ReactNode {
  return (
    <span className={css.count} data-is-zero={props.value === 0} data-is-alarming={props.isAlarming === true}>
      {props.text}
    </span>
  );
}
