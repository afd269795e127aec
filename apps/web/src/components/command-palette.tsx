import { Modal } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { pages } from '../pages/index.ts';
import { usePreference } from '../state/preferences.ts';
import { carrySearch, type Search } from '../state/search.ts';
import { useShortcut } from '../state/shortcuts.ts';
import { presets, spanOf } from '../state/time-range.ts';
import { useView } from '../state/view.ts';
import { type Command, matchCommands } from './command.ts';
import css from './command-palette.module.css';
import { Icon } from './icons.tsx';

export interface CommandPaletteProps {
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

/** Everything the frame can do, by name. */
export function CommandPalette(props: CommandPaletteProps): ReactNode {
  const t = useT();
  useShortcut('mod+k', props.isOpen ? props.onClose : props.onOpen);
  return (
    <Modal.Root opened={props.isOpen} onClose={props.onClose} size={560} yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.title')}>
        {props.isOpen && <PaletteBody {...props} />}
      </Modal.Content>
    </Modal.Root>
  );
}

function PaletteBody(props: CommandPaletteProps): ReactNode {
  const t = useT();
  const commands = useCommands(props.onHelp);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const found = useMemo(() => matchCommands(commands, text), [commands, text]);

  function run(command: Command | undefined): void {
    if (!command) return;
    props.onClose();
    command.run();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      const next = (active + step + found.length) % found.length;
      setActive(next);
      document.getElementById(`command-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[active]);
    }
  }

  return (
    <>
      <div className={css.head}>
        <Icon name="search" />
        <input
          data-autofocus
          className={css.input}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          placeholder={t('palette.placeholder')}
          aria-label={t('palette.placeholder')}
          role="combobox"
          aria-expanded="true"
          aria-controls="commands"
          aria-activedescendant={found.length > 0 ? `command-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <div className={css.list} id="commands" role="listbox" aria-label={t('palette.title')}>
        {found.map((command, index) => (
          <div
            key={command.id}
            id={`command-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={css.command}
            onPointerMove={() => setActive(index)}
            onClick={() => run(command)}
            onKeyDown={onKeyDown}
          >
            <Icon name={command.icon} />
            <span className={css.name}>{command.name}</span>
            {command.keys !== undefined && <kbd className={css.keys}>{command.keys}</kbd>}
          </div>
        ))}
        {found.length === 0 && <p className={css.none}>{t('palette.none')}</p>}
      </div>
    </>
  );
}

function useCommands(onHelp: () => void): readonly Command[] {
  const t = useT();
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const { update } = useView();
  const [, setScheme] = usePreference('colorScheme');
  const [, setLanguage] = usePreference('language');
  return [
    ...pages.map(
      (page): Command => ({
        id: `go ${page.path}`,
        icon: page.icon,
        name: t('palette.go', { page: t(page.title) }),
        keys: `g ${page.letter}`,
        run: () => void navigate({ to: page.path, search: carrySearch(search) }),
      }),
    ),
    ...pages.flatMap((page) =>
      (page.parts ?? []).map(
        (part): Command => ({
          id: `go ${part.path}`,
          icon: page.icon,
          name: t('palette.go', { page: t(part.title) }),
          run: () => void navigate({ to: part.path, search: carrySearch(search) }),
        }),
      ),
    ),
    ...presets.map(
      (preset): Command => ({
        id: `time ${preset}`,
        icon: 'calendar',
        name: t('palette.time', { range: t(`time.last.${preset}`) }),
        keys: preset.toUpperCase(),
        run: () => update({ range: { kind: 'live', spanMs: spanOf(preset) } }),
      }),
    ),
    { id: 'scope', icon: 'globe', name: t('scope.reset'), run: () => update({ scope: [] }) },
    {
      id: 'clear',
      icon: 'close',
      name: t('table.clearFilters'),
      run: () => update({ pills: [], hidden: [], unreadable: [], text: undefined }),
    },
    ...(['light', 'dark', 'system'] as const).map(
      (scheme): Command => ({
        id: `scheme ${scheme}`,
        icon: 'settings',
        name: t('palette.appearance', { scheme: t(`appearance.${scheme}`) }),
        run: () => setScheme(scheme),
      }),
    ),
    ...(['en', 'ja'] as const).map(
      (language): Command => ({
        id: `language ${language}`,
        icon: 'globe',
        name: t('palette.language', { language: t(`language.${language}`) }),
        run: () => setLanguage(language),
      }),
    ),
    { id: 'help', icon: 'keyboard', name: t('help.title'), keys: '?', run: onHelp },
  ];
}
