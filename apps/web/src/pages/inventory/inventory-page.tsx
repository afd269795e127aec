import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { usePermission, useReachesEverywhere } from '../../api/session.ts';
import { Choice } from '../../components/choice.tsx';
import { Page } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useView } from '../../state/view.ts';
import { AccountForm } from '../settings/account-form.tsx';
import { AccountStrip } from './account-strip.tsx';
import { CoverageView } from './coverage-view.tsx';
import css from './inventory.module.css';
import { inScope } from './inventory-view.ts';
import { ResourcesView } from './resources-view.tsx';

const resourceFields = ['type', 'name', 'tag', 'account', 'region', 'cluster', 'service'];
const coverageFields = ['type', 'account', 'region', 'status'];

/** The inventory: accounts and how far they could be read, and the resources in them. */
export default function InventoryPage(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, update } = useView();
  const [isConnecting, setIsConnecting] = useState(false);
  const isAdministrator = usePermission('administer');
  const accounts = useRead('listAccounts', {}, { refetchMs: 5000, isEnabled: useReachesEverywhere() });
  const isSyncing =
    accounts.data?.accounts.some((account) => account.lastSync?.status === 'running') === true;
  const coverage = useRead('listCoverage', {}, { refetchMs: isSyncing ? 5000 : 60_000 });
  const rows = (coverage.data?.coverage ?? []).filter((row) => inScope(row, state.scope));
  const gaps = rows.filter((row) => row.status !== 'ok').length;
  const isCoverage = state.view === 'coverage';
  const client = useQueryClient();
  const ended = accounts.data?.accounts.map((account) => account.lastSync?.finishedAt).join();
  // What was read before an inventory ended is out of date.
  useEffect(() => {
    if (ended === undefined) return;
    for (const name of ['listResources', 'listCoverage', 'getStatus'])
      void client.invalidateQueries({ queryKey: [name] });
  }, [client, ended]);

  return (
    <Page
      title={t('nav.inventory')}
      filterFields={isCoverage ? coverageFields : resourceFields}
      aside={
        <Choice
          label={t('inventory.shown')}
          value={isCoverage ? 'coverage' : 'resources'}
          onChange={(next) =>
            update({
              view: next === 'coverage' ? 'coverage' : undefined,
              open: undefined,
              sort: undefined,
              text: undefined,
              pills: [],
              hidden: [],
            })
          }
          options={[
            { value: 'resources', label: t('inventory.resources') },
            {
              value: 'coverage',
              label: t('inventory.coverage'),
              ...(gaps > 0 ? { count: formats.number(gaps) } : {}),
            },
          ]}
        />
      }
      actions={
        isAdministrator && <Button onClick={() => setIsConnecting(true)}>{t('inventory.connect')}</Button>
      }
    >
      <AccountStrip accounts={accounts.data?.accounts ?? []} coverage={rows} />
      {isCoverage ? (
        <CoverageView reading={coverage} rows={rows} />
      ) : (
        <ResourcesView
          coverage={rows}
          gaps={gaps}
          isSyncing={isSyncing}
          onConnect={isAdministrator ? () => setIsConnecting(true) : undefined}
        />
      )}
      <Modal.Root opened={isConnecting} onClose={() => setIsConnecting(false)}>
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body className={css.dialog}>
            <div className={css.dialogHead}>
              <Modal.Title className={css.dialogTitle}>{t('first.account')}</Modal.Title>
              <Modal.CloseButton aria-label={t('action.close')} />
            </div>
            <p className={css.dialogText}>{t('first.accountText')}</p>
            <AccountForm />
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </Page>
  );
}
