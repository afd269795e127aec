import type { RuleFileView } from '@breakwater/api';
import { ActionIcon, Button, FileButton, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useChange, useRead } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { DetailState } from '../../components/detail.tsx';
import { Icon } from '../../components/icons.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Page } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { carrySearch } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import { ScreenTabs } from '../policies/screen-tabs.tsx';
import { useDeleted } from '../policies/use-deleted.tsx';
import { newFileText, ruleFileName } from './new-file.ts';
import { RuleFile } from './rule-file.tsx';
import css from './rule-files.module.css';
import { ruleReads } from './rule-reads.ts';

interface Upload {
  readonly name: string;
  readonly text: string;
}

/** The files that define the rules, in the order in which they are loaded, and the one that is open. */
export default function RuleFilesView(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const isAdministrator = useSession()?.isAdministrator === true;
  const reading = useRead('listRuleFiles', {});
  const [upload, setUpload] = useState<Upload>();
  const [savedId, setSavedId] = useState<string>();
  const deleted = useDeleted('restoreRuleFile', ruleReads);
  const isNew = state.open === 'new';

  async function take(file: File | null): Promise<void> {
    if (!file) return;
    setUpload({ name: ruleFileName(file.name), text: await file.text() });
    update({ open: 'new', view: undefined, text: undefined });
  }

  return (
    <Page
      title={t('nav.policies')}
      aside={<ScreenTabs />}
      actions={
        isAdministrator && (
          <>
            <FileButton onChange={(file) => void take(file)} accept=".yaml,.yml,application/yaml,text/yaml">
              {(button) => (
                <Button {...button} variant="default">
                  {t('files.upload')}
                </Button>
              )}
            </FileButton>
            <LinkButton to="/policies/files" search={{ open: 'new' }} icon="plus">
              {t('files.new')}
            </LinkButton>
          </>
        )
      }
    >
      {deleted.notice}
      <DetailState reading={reading} failedTitle={t('files.failed')}>
        {({ files }) => {
          const open = files.find((file) => file.id === state.open);
          const shown = open ?? (state.open === undefined ? files[0] : undefined);
          return (
            <div className={css.room} data-has-open={state.open !== undefined}>
              <FileList files={files} openId={shown?.id} canEdit={isAdministrator} />
              {isNew ? (
                <RuleFile
                  key={`new ${upload?.name ?? ''}`}
                  files={files}
                  canEdit={isAdministrator}
                  start={upload ?? { name: freshName(files), text: newFileText }}
                  isUpload={upload !== undefined}
                  isSaved={false}
                  onSaved={(file) => setSavedId(file.id)}
                  onDeleted={deleted.onDeleted}
                />
              ) : shown ? (
                <RuleFile
                  key={shown.id}
                  file={shown}
                  files={files}
                  canEdit={isAdministrator}
                  start={shown}
                  isSaved={savedId === shown.id}
                  onSaved={(file) => setSavedId(file.id)}
                  onDeleted={deleted.onDeleted}
                />
              ) : (
                <MessagePanel title={t('files.gone')}>{t('files.goneText')}</MessagePanel>
              )}
            </div>
          );
        }}
      </DetailState>
    </Page>
  );
}

function freshName(files: readonly RuleFileView[]): string {
  const taken = new Set(files.map((file) => file.name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'my-rules.yaml' : `my-rules-${number}.yaml`;
    if (!taken.has(name)) return name;
  }
}

interface FileListProps {
  readonly files: readonly RuleFileView[];
  readonly openId: string | undefined;
  readonly canEdit: boolean;
}

function FileList(props: FileListProps): ReactNode {
  const t = useT();
  const order = useChange('orderRuleFiles', ruleReads);
  const own = props.files.filter((file) => file.origin === 'custom');
  return (
    <nav className={css.list} aria-label={t('policies.tab.files')}>
      <p className={css.listHint}>{t('files.order')}</p>
      <ol className={css.files}>
        {props.files.map((file) => (
          <li key={file.id} className={css.file} aria-current={file.id === props.openId ? 'true' : undefined}>
            <Link
              to="/policies/files"
              search={(before) => ({ ...carrySearch(before), open: file.id })}
              className={css.fileLink}
            >
              <span className={css.fileName} data-is-off={!file.isEnabled}>
                {file.error !== undefined && <Icon name="warning" size={13} />}
                {file.name}
              </span>
              <span className={css.soft}>
                {t(file.origin === 'shipped' ? 'files.shipped' : 'files.own')}
                {' · '}
                {t('files.rules', { count: file.ruleCount })}
              </span>
            </Link>
            {props.canEdit && own.length > 1 && file.origin === 'custom' && (
              <FileMoves file={file} own={own} order={order} />
            )}
            <FileSwitch file={file} canSwitch={props.canEdit} />
          </li>
        ))}
      </ol>
      {order.error && (
        <p role="alert" className={css.switchError}>
          {errorMessage(order.error, t)}
        </p>
      )}
    </nav>
  );
}

interface FileMovesProps {
  readonly file: RuleFileView;
  /** Own files in their order. */
  readonly own: readonly RuleFileView[];
  readonly order: ReturnType<typeof useChange<'orderRuleFiles'>>;
}

/** Moves a file up and down among one's own: later files see what earlier ones define. */
function FileMoves(props: FileMovesProps): ReactNode {
  const t = useT();
  const { file, own, order } = props;
  const at = own.findIndex((one) => one.id === file.id);
  const moveTo = (to: number) => {
    const others = own.filter((one) => one.id !== file.id).map((one) => one.id);
    order.mutate({ body: { ids: others.toSpliced(to, 0, file.id) } });
  };
  const moves = [
    { to: at - 1, icon: 'chevronUp', label: t('files.moveUp', { name: file.name }) },
    { to: at + 1, icon: 'chevronDown', label: t('files.moveDown', { name: file.name }) },
  ] as const;
  return (
    <span className={css.moves}>
      {moves.map((move) => (
        <ActionIcon
          key={move.icon}
          size="xs"
          aria-label={move.label}
          title={move.label}
          // The button that was pressed stays under the finger when the list is read again.
          aria-disabled={order.isPending || move.to < 0 || move.to >= own.length}
          onClick={() => {
            if (!order.isPending && move.to >= 0 && move.to < own.length) moveTo(move.to);
          }}
        >
          <Icon name={move.icon} size={13} />
        </ActionIcon>
      ))}
    </span>
  );
}

function FileSwitch(props: { readonly file: RuleFileView; readonly canSwitch: boolean }): ReactNode {
  const t = useT();
  const { file } = props;
  const change = useChange('updateRuleFile', ruleReads);
  return (
    <span className={css.switch}>
      <Switch
        size="xs"
        checked={change.isPending ? change.variables.body?.isEnabled === true : file.isEnabled}
        disabled={!props.canSwitch || change.isPending}
        aria-label={t('files.enabled', { name: file.name })}
        onChange={(event) =>
          change.mutate({
            params: { id: file.id },
            query: { revision: file.revision },
            body: { name: file.name, text: file.text, isEnabled: event.currentTarget.checked },
          })
        }
      />
      {change.error && (
        <span role="alert" className={css.switchError}>
          {errorMessage(change.error, t)}
        </span>
      )}
    </span>
  );
}
