import { ActionIcon, Button, FileButton, Menu, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { Icon } from '../../components/icons.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './policies.module.css';

/** Policies and own rule files as one file: out, and in again. */
export function ExchangeMenu(): ReactNode {
  const t = useT();
  const [isImporting, setIsImporting] = useState(false);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon aria-label={t('exchange.menu')} title={t('exchange.menu')}>
            <Icon name="download" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" download="breakwater-policies.yaml" href={addressOf('exportPolicies', {})}>
            {t('exchange.export')}
          </Menu.Item>
          <Menu.Item onClick={() => setIsImporting(true)}>{t('exchange.import')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={isImporting}
        onClose={() => setIsImporting(false)}
        title={t('exchange.importTitle')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        {isImporting && <ImportForm />}
      </Modal>
    </>
  );
}

function ImportForm(): ReactNode {
  const t = useT();
  const take = useChange('importPolicies');
  const [name, setName] = useState<string>();

  async function read(file: File | null): Promise<void> {
    if (!file) return;
    setName(file.name);
    take.mutate({ body: { text: await file.text() } });
  }

  return (
    <div className={css.form}>
      <p className={css.soft}>{t('exchange.importText')}</p>
      <div className={css.formEnd}>
        <FileButton onChange={(file) => void read(file)} accept=".yaml,.yml,application/yaml">
          {(button) => (
            <Button {...button} loading={take.isPending}>
              {t('exchange.choose')}
            </Button>
          )}
        </FileButton>
        {name !== undefined && <span className={css.soft}>{name}</span>}
      </div>
      {take.error && (
        <p role="alert" className={css.failed}>
          {errorMessage(take.error, t)}
        </p>
      )}
      {take.data && (
        <div role="status" className={css.stack}>
          {(['created', 'updated', 'unchanged'] as const).map((part) => (
            <ImportPart key={part} part={part} names={take.data[part]} />
          ))}
        </div>
      )}
    </div>
  );
}

function ImportPart(props: {
  readonly part: 'created' | 'updated' | 'unchanged';
  readonly names: readonly string[];
}): ReactNode {
  const t = useT();
  return (
    <div>
      <div className={css.label}>{t(`exchange.${props.part}`, { count: props.names.length })}</div>
      {props.names.length > 0 && <p className={css.soft}>{props.names.join(', ')}</p>}
    </div>
  );
}
