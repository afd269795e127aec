import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { formatPill, type Pill } from '../state/pill.ts';
import css from './filter-bar.module.css';
import { Icon } from './icons.tsx';
import { PillEditor, PillText } from './pill-editor.tsx';

export interface EditablePillProps {
  readonly pill: Pill;
  readonly fields: readonly string[];
  readonly isEditing: boolean;
  readonly onEdit: () => void;
  readonly onCancel: () => void;
  /** The condition in place of this one; undefined removes it. */
  readonly onReplace: (pill: Pill | undefined) => void;
}

/** One condition: its text, which opens the editor, and a cross that removes it. */
export function EditablePill(props: EditablePillProps): ReactNode {
  const t = useT();
  const text = formatPill(props.pill);
  if (props.isEditing) {
    return (
      <PillEditor
        fields={props.fields}
        initial={text}
        onDone={(edited) => props.onReplace(edited)}
        onCancel={props.onCancel}
      />
    );
  }
  return (
    <span className={css.pill}>
      <UnstyledButton
        className={css.pillText}
        onClick={props.onEdit}
        aria-label={t('filter.edit', { filter: text })}
      >
        <PillText pill={props.pill} />
      </UnstyledButton>
      <UnstyledButton
        className={css.remove}
        onClick={() => props.onReplace(undefined)}
        aria-label={t('filter.remove', { filter: text })}
      >
        <Icon name="close" size={12} />
      </UnstyledButton>
    </span>
  );
}
