import type { Job } from '@breakwater/api';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { usePermission } from '../../api/session.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { ListTable } from '../../components/list-table.tsx';
import { Section } from '../../components/page.tsx';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import { useKnownMessage, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import css from './settings.module.css';

const tones: Readonly<Record<Job['status'], Tone>> = {
  queued: 'quiet',
  running: 'quiet',
  done: 'good',
  failed: 'bad',
  cancelled: 'warn',
};

/** Long work of the last days: how far it is, and how it ended. */
export default function JobsTab(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const known = useKnownMessage();
  const isAdministrator = usePermission('administer');
  const jobs = useRead('listJobs', {}, { refetchMs: 3000 });
  const typeName = (job: Job) => known(`jobs.type.${job.type}`) ?? job.type;
  return (
    <Section title={t('settings.tab.jobs')}>
      <DetailState reading={jobs} failedTitle={t('settings.failed')}>
        {(data) => (
          <ListTable
            label={t('settings.tab.jobs')}
            rows={data.jobs}
            rowId={(job) => job.id}
            empty={t('jobs.empty')}
            columns={[
              { id: 'type', header: t('jobs.type'), cell: typeName },
              {
                id: 'status',
                header: t('jobs.status'),
                cell: (job) => (
                  <>
                    <StatusMark tone={tones[job.status]}>{t(`jobs.status.${job.status}`)}</StatusMark>{' '}
                    {job.progress !== undefined && formats.percent(job.progress)}
                  </>
                ),
              },
              {
                id: 'message',
                header: t('jobs.message'),
                cell: (job) => <span className={css.soft}>{job.message ?? '–'}</span>,
              },
              {
                id: 'created',
                header: t('jobs.started'),
                cell: (job) => formats.moment(Date.parse(job.createdAt)),
              },
              {
                id: 'took',
                header: t('jobs.duration'),
                cell: (job) => {
                  if (job.finishedAt === undefined) return '–';
                  const spent = Date.parse(job.finishedAt) - Date.parse(job.createdAt);
                  return formats.span(Math.max(1000, Math.round(spent / 1000) * 1000));
                },
              },
              {
                id: 'actions',
                header: t('settings.actions'),
                isActions: true,
                cell: (job) =>
                  isAdministrator && (job.status === 'queued' || job.status === 'running') ? (
                    <ConfirmButton
                      label={t('jobs.cancel')}
                      name={t('jobs.cancelName', { type: typeName(job) })}
                      title={t('jobs.cancelTitle')}
                      route="cancelJob"
                      input={{ params: { id: job.id } }}
                      invalidates={['listJobs', 'listAccounts']}
                    >
                      {t('jobs.cancelText')}
                    </ConfirmButton>
                  ) : null,
              },
            ]}
          />
        )}
      </DetailState>
    </Section>
  );
}
