import type { Account } from '@breakwater/api';
import type { Coverage } from '@breakwater/model';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useChange, useRead } from '../../api/hooks.ts';
import { usePermission } from '../../api/session.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { ListTable } from '../../components/list-table.tsx';
import { Section } from '../../components/page.tsx';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { AccountForm } from './account-form.tsx';
import css from './settings.module.css';

type SyncStatus = NonNullable<Account['lastSync']>['status'] | 'none';

const tones: Readonly<Record<SyncStatus, Tone>> = {
  running: 'quiet',
  complete: 'good',
  partial: 'warn',
  failed: 'bad',
  none: 'quiet',
};
/** What an account's inventory, checks and counts show. */
const accountReads = ['listAccounts', 'listJobs', 'listCoverage', 'getStatus'] as const;

/** Connected accounts with the state of their inventory. */
export default function AccountsTab(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const isAdministrator = usePermission('administer');
  const accounts = useRead('listAccounts', {}, { refetchMs: 4000 });
  const coverage = useRead('listCoverage', {}, { refetchMs: 15_000 }).data?.coverage ?? [];
  return (
    <>
      <Section title={t('settings.tab.accounts')}>
        <DetailState reading={accounts} failedTitle={t('settings.failed')}>
          {(data) => (
            <ListTable
              label={t('settings.tab.accounts')}
              rows={data.accounts}
              rowId={(account) => account.id}
              empty={t('account.empty')}
              columns={[
                {
                  id: 'name',
                  header: t('account.name'),
                  cell: (account) => (
                    <>
                      {account.name}{' '}
                      {account.isSample && <span className={css.soft}>{t('sample.badge')}</span>}
                    </>
                  ),
                },
                { id: 'number', header: t('account.number'), cell: (account) => account.account },
                {
                  id: 'method',
                  header: t('account.method'),
                  cell: (account) => (account.method === 'role' ? t('account.role') : t('account.key')),
                },
                {
                  id: 'regions',
                  header: t('field.region'),
                  cell: (account) =>
                    account.regions.length === 0 ? t('account.allRegions') : account.regions.join(', '),
                },
                {
                  id: 'state',
                  header: t('account.state'),
                  cell: (account) => (
                    <SyncState
                      account={account}
                      unread={coverage.filter(
                        (part) => part.account === account.account && part.status !== 'ok',
                      )}
                    />
                  ),
                },
                {
                  id: 'resources',
                  header: t('account.resources'),
                  cell: (account) => formats.number(account.lastSync?.resources ?? 0),
                },
                {
                  id: 'lastSync',
                  header: t('account.lastSync'),
                  cell: ({ lastSync }) =>
                    lastSync?.finishedAt === undefined ? (
                      t('settings.never')
                    ) : (
                      <span className={css.nowrap}>{formats.age(Date.parse(lastSync.finishedAt), now)}</span>
                    ),
                },
                ...(isAdministrator
                  ? [
                      {
                        id: 'actions',
                        header: t('settings.actions'),
                        isActions: true,
                        cell: (account: Account) => <AccountActions account={account} />,
                      },
                    ]
                  : []),
              ]}
            />
          )}
        </DetailState>
      </Section>
      {isAdministrator && (
        <Section title={t('account.new')}>
          <div className={css.body}>
            <AccountForm />
          </div>
        </Section>
      )}
    </>
  );
}

function SyncState(props: { readonly account: Account; readonly unread: readonly Coverage[] }): ReactNode {
  const t = useT();
  const { lastSync } = props.account;
  const status = lastSync?.status ?? 'none';
  return (
    <div className={css.stack}>
      <StatusMark tone={tones[status]}>{t(`account.status.${status}`)}</StatusMark>
      {status === 'failed' && lastSync?.message !== undefined && (
        <span className={css.failed}>{lastSync.message}</span>
      )}
      {props.unread.length > 0 && (
        <details>
          <summary>{t('account.unread', { count: props.unread.length })}</summary>
          <ul className={css.parts}>
            {props.unread.map((part) => (
              <li key={`${part.region} ${part.type}`}>
                {t('account.unreadPart', {
                  type: part.type,
                  region: part.region,
                  reason: part.message ?? part.status,
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function AccountActions(props: { readonly account: Account }): ReactNode {
  const t = useT();
  const sync = useChange('syncAccount', accountReads);
  const { account } = props;
  if (account.isSample) return null;
  return (
    <>
      <Button
        variant="default"
        size="compact-xs"
        aria-label={t('account.syncName', { name: account.name })}
        loading={sync.isPending}
        disabled={account.lastSync?.status === 'running'}
        onClick={() => sync.mutate({ params: { id: account.id } })}
      >
        {t('account.sync')}
      </Button>
      <ConfirmButton
        label={t('account.disconnect')}
        name={t('account.disconnectName', { name: account.name })}
        title={t('account.disconnectTitle', { name: account.name })}
        route="disconnectAccount"
        input={{ params: { id: account.id } }}
        invalidates={accountReads}
      >
        {t('account.disconnectText')}
      </ConfirmButton>
      {sync.isError && (
        <p role="alert" className={css.failed}>
          {errorMessage(sync.error, t)}
        </p>
      )}
    </>
  );
}
