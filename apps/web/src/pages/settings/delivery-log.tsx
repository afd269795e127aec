import type { DeliveryRow } from '@breakwater/api';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useChange, useRead } from '../../api/hooks.ts';
import { DetailState } from '../../components/detail.tsx';
import { ListTable } from '../../components/list-table.tsx';
import { Section } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import css from './settings.module.css';

const tones: Readonly<Record<DeliveryRow['status'], Tone>> = { queued: 'quiet', sent: 'good', dead: 'bad' };

/** The newest messages with what became of them. */
export function DeliveryLog(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const deliveries = useRead('listDeliveries', { query: { limit: 50 } }, { refetchMs: 5000 });
  return (
    <Section title={t('delivery.title')}>
      <DetailState reading={deliveries} failedTitle={t('settings.failed')}>
        {(data) => (
          <ListTable
            label={t('delivery.title')}
            rows={data.rows}
            rowId={(row) => row.id}
            empty={t('delivery.empty')}
            columns={[
              { id: 'what', header: t('delivery.what'), cell: (row) => row.title },
              {
                id: 'severity',
                header: t('events.severity'),
                cell: (row) => <SeverityMark severity={row.severity} />,
              },
              { id: 'channel', header: t('channel.target'), cell: (row) => row.channel },
              {
                id: 'status',
                header: t('delivery.status'),
                cell: (row) => (
                  <div className={css.stack}>
                    <StatusMark tone={tones[row.status]}>{t(`delivery.status.${row.status}`)}</StatusMark>
                    {row.detail !== undefined && <span className={css.soft}>{row.detail}</span>}
                  </div>
                ),
              },
              { id: 'attempts', header: t('delivery.attempts'), cell: (row) => formats.number(row.attempts) },
              {
                id: 'when',
                header: t('delivery.when'),
                cell: (row) => (
                  <span className={css.nowrap}>
                    {formats.age(Date.parse(row.sentAt ?? row.createdAt), now)}
                  </span>
                ),
              },
              {
                id: 'actions',
                header: t('settings.actions'),
                isActions: true,
                cell: (row) => (row.status === 'dead' ? <SendAgain row={row} /> : null),
              },
            ]}
          />
        )}
      </DetailState>
    </Section>
  );
}

function SendAgain({ row }: { readonly row: DeliveryRow }): ReactNode {
  const t = useT();
  const again = useChange('sendAgain', ['listDeliveries']);
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={t('delivery.againName', { title: row.title })}
      loading={again.isPending}
      onClick={() => again.mutate({ params: { id: row.id } })}
    >
      {t('delivery.again')}
    </Button>
  );
}
