import { Modal, Switch } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import type { MessageKey } from '../i18n/en.ts';
import { useT } from '../i18n/i18n.tsx';
import { pages } from '../pages/index.ts';
import { usePreference } from '../state/preferences.ts';
import { useShortcut } from '../state/shortcuts.ts';
import css from './keyboard-help.module.css';

interface HelpRow {
  readonly keys: readonly string[];
  readonly text: MessageKey;
}

const groups: readonly { readonly title: MessageKey; readonly rows: readonly HelpRow[] }[] = [
  {
    title: 'help.general',
    rows: [
      { keys: ['?'], text: 'help.help' },
      { keys: ['Ctrl/⌘ K'], text: 'help.palette' },
      { keys: ['/'], text: 'help.filter' },
      { keys: ['Esc'], text: 'help.escape' },
    ],
  },
  { title: 'help.go', rows: pages.map((page) => ({ keys: ['g', page.letter], text: page.title })) },
  {
    title: 'help.time',
    rows: [
      { keys: ['l'], text: 'help.timeLive' },
      { keys: ['t', '←'], text: 'help.timeBack' },
      { keys: ['t', '→'], text: 'help.timeForward' },
      { keys: ['t', 'a'], text: 'help.timeAbsolute' },
    ],
  },
  {
    title: 'help.table',
    rows: [
      { keys: ['j'], text: 'help.rowDown' },
      { keys: ['k'], text: 'help.rowUp' },
      { keys: ['Enter'], text: 'help.rowOpen' },
      { keys: ['→'], text: 'help.rowValues' },
    ],
  },
  {
    title: 'help.value',
    rows: [
      { keys: ['f'], text: 'help.valueOnly' },
      { keys: ['e'], text: 'help.valueNot' },
      { keys: ['h'], text: 'help.valueHide' },
    ],
  },
];

export interface KeyboardHelpProps {
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** All shortcuts on one sheet, and the switch for those of single letters (WCAG 2.1.4). */
export function KeyboardHelp(props: KeyboardHelpProps): ReactNode {
  const t = useT();
  const [isEnabled, setIsEnabled] = usePreference('hasLetterShortcuts');
  useShortcut('?', props.onOpen);
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.onClose}
      title={t('help.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={css.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className={css.title}>{t(group.title)}</h3>
            <dl className={css.rows}>
              {group.rows.map((row) => (
                <Fragment key={row.keys.join(' ')}>
                  <dt>
                    {row.keys.map((key) => (
                      <kbd key={key} className={css.key}>
                        {key}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{t(row.text)}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        className={css.switch}
        size="xs"
        checked={isEnabled}
        onChange={(event) => setIsEnabled(event.currentTarget.checked)}
        label={t('help.enabled')}
      />
    </Modal>
  );
}
