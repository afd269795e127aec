import type { Account } from '@breakwater/api';
import type { Coverage } from '@breakwater/model';
import { ActionIcon, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { usePermission } from '../../api/session.ts';
import { Icon } from '../../components/icons.tsx';
import { SampleBadge } from '../../components/sample-badge.tsx';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { setScopeLevel } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import css from './inventory.module.css';

type SyncStatus = NonNullable<Account['lastSync']>['status'];

const syncTones: Readonly<Record<Exclude<SyncStatus, 'running'>, Tone>> = {
  complete: 'good',
  partial: 'warn',
  failed: 'bad',
};

/** The connected accounts, each with the state of its last inventory. */
export function AccountStrip(props: {
  readonly accounts: readonly Account[];
  readonly coverage: readonly Coverage[];
}): ReactNode {
  const t = useT();
  if (props.accounts.length === 0) return null;
  return (
    <ul className={css.strip} aria-label={t('inventory.accounts')}>
      {props.accounts.map((account) => (
        <li key={account.id} className={css.account}>
          <AccountCard
            account={account}
            gaps={
              props.coverage.filter((row) => row.account === account.account && row.status !== 'ok').length
            }
          />
        </li>
      ))}
    </ul>
  );
}

function AccountCard(props: { readonly account: Account; readonly gaps: number }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { state, update } = useView();
  const isAdministrator = usePermission('administer');
  const sync = useChange('syncAccount', ['listAccounts']);
  const { account } = props;
  const last = account.lastSync;
  const number = account.account ?? account.id;
  const isRunning = last?.status === 'running';
  const finished = last?.finishedAt ?? last?.startedAt;
  return (
    <>
      <button
        type="button"
        className={css.accountName}
        title={t('inventory.onlyAccount', { name: account.name })}
        onClick={() =>
          update((current) => ({ scope: setScopeLevel(current.scope, 'account', number), open: undefined }))
        }
      >
        <span className={css.accountTitle}>
          {account.name}
          <SampleBadge isSample={account.isSample} />
        </span>
        <span className={css.accountNumber}>{number}</span>
      </button>
      <div className={css.accountFacts}>
        {last &&
          (last.status === 'running' ? (
            <span className={css.running}>
              <Loader size={12} />
              {t('inventory.sync.running')}
            </span>
          ) : (
            <StatusMark tone={syncTones[last.status]}>{t(`inventory.sync.${last.status}`)}</StatusMark>
          ))}
        {props.gaps > 0 ? (
          <button
            type="button"
            className={css.gaps}
            onClick={() =>
              update({ view: 'coverage', pills: [], open: undefined, text: undefined, scope: state.scope })
            }
          >
            {t('inventory.gapCount', { count: props.gaps })}
          </button>
        ) : null}
        <span className={css.soft}>
          {t('inventory.resourceCount', { count: last?.resources ?? 0 })}
          {finished !== undefined && !isRunning && ` · ${formats.age(Date.parse(finished), now)}`}
        </span>
        {last?.status === 'failed' && last.message !== undefined && (
          <span className={css.failed}>{last.message}</span>
        )}
        {sync.isError && (
          <span className={css.failed} role="alert">
            {errorMessage(sync.error, t)}
          </span>
        )}
      </div>
      {isAdministrator && !account.isSample && (
        <ActionIcon
          className={css.sync}
          onClick={() => sync.mutate({ params: { id: account.id } })}
          loading={sync.isPending}
          disabled={isRunning}
          aria-label={t('inventory.syncNow', { name: account.name })}
          title={t('inventory.syncNow', { name: account.name })}
        >
          <Icon name="refresh" />
        </ActionIcon>
      )}
    </>
  );
}
