import { Popover, UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { formatPill, type Pill } from '../state/pill.ts';
import { useShortcut } from '../state/shortcuts.ts';
import { useView } from '../state/view.ts';
import { EditablePill } from './editable-pill.tsx';
import css from './filter-bar.module.css';
import { Icon } from './icons.tsx';
import { PillEditor, problemText } from './pill-editor.tsx';

export interface FilterBarProps {
  /** Names of fields that this screen's filters know, most useful first; offered while writing. */
  readonly fields: readonly string[];
  /** Fields whose conditions the screen shows and removes itself. */
  readonly shownElsewhere?: readonly string[];
}

/** The conditions `field op value`: add, edit, remove, clear; and the values hidden on this screen. */
export function FilterBar(props: FilterBarProps): ReactNode {
  const t = useT();
  const { state, update, addFilter } = useView();
  const [editing, setEditing] = useState<number | 'new'>();
  const isClearable = state.pills.length + state.hidden.length + state.unreadable.length > 1;
  useShortcut('/', () => setEditing('new'));

  function replace(index: number, pill: Pill | undefined): void {
    setEditing(undefined);
    update((current) => ({
      pills: current.pills.flatMap((one, at) => (at === index ? (pill ? [pill] : []) : [one])),
    }));
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: not the search of the site
    <div className={css.bar} role="group" aria-label={t('filter.label')}>
      {state.pills.map((pill, index) =>
        props.shownElsewhere?.includes(pill.field) ? null : (
          <EditablePill
            key={formatPill(pill)}
            pill={pill}
            fields={props.fields}
            isEditing={editing === index}
            onEdit={() => setEditing(index)}
            onCancel={() => setEditing(undefined)}
            onReplace={(edited) => replace(index, edited)}
          />
        ),
      )}
      {state.unreadable.map((bad) => (
        <span
          key={bad.text}
          className={css.bad}
          title={t('filter.invalid', { problem: problemText(bad.error, t) })}
        >
          <Icon name="warning" size={13} />
          <span className={css.badText}>{bad.text}</span>
          <UnstyledButton
            className={css.remove}
            onClick={() =>
              update((current) => ({ unreadable: current.unreadable.filter((one) => one.text !== bad.text) }))
            }
            aria-label={t('filter.remove', { filter: bad.text })}
          >
            <Icon name="close" size={12} />
          </UnstyledButton>
        </span>
      ))}
      {state.hidden.length > 0 && <HiddenValues />}
      {editing === 'new' ? (
        <PillEditor
          fields={props.fields}
          initial=""
          onDone={(pill) => {
            setEditing(undefined);
            if (pill) addFilter(pill);
          }}
          onCancel={() => setEditing(undefined)}
        />
      ) : (
        <UnstyledButton className={css.add} onClick={() => setEditing('new')}>
          <Icon name="plus" size={13} />
          {t('filter.add')}
        </UnstyledButton>
      )}
      {isClearable && (
        <UnstyledButton className={css.add} onClick={() => update({ pills: [], hidden: [], unreadable: [] })}>
          {t('filter.clear')}
        </UnstyledButton>
      )}
    </div>
  );
}

function HiddenValues(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  return (
    <Popover position="bottom-start" withinPortal>
      <Popover.Target>
        <UnstyledButton className={css.hidden}>
          <Icon name="hide" size={13} />
          {t('filter.hidden', { count: state.hidden.length })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={css.hiddenList}>
        {state.hidden.map((pair) => (
          <UnstyledButton
            key={`${pair.field}=${pair.value}`}
            className={css.suggestion}
            aria-label={t('filter.hiddenShow', { filter: `${pair.field} ${pair.value}` })}
            onClick={() =>
              update((current) => ({
                hidden: current.hidden.filter((one) => one.field !== pair.field || one.value !== pair.value),
              }))
            }
          >
            <span className={css.field}>{pair.field}</span> {pair.value}
          </UnstyledButton>
        ))}
        <UnstyledButton className={css.add} onClick={() => update({ hidden: [] })}>
          {t('filter.hiddenShowAll')}
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
  );
}
