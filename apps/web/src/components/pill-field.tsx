import { UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { addPill, formatPill, type Pill } from '../state/pill.ts';
import { EditablePill } from './editable-pill.tsx';
import css from './filter-bar.module.css';
import { Icon } from './icons.tsx';
import { PillEditor, PillText } from './pill-editor.tsx';

export interface PillFieldProps {
  readonly label: string;
  readonly fields: readonly string[];
  readonly pills: readonly Pill[];
  readonly onChange: (pills: readonly Pill[]) => void;
}

/** Conditions in a form, written as in the filter bar; all of them must hold. */
export function PillField(props: PillFieldProps): ReactNode {
  const t = useT();
  const { pills } = props;
  const [editing, setEditing] = useState<number | 'new'>();

  function replace(index: number, pill: Pill | undefined): void {
    setEditing(undefined);
    props.onChange(pills.flatMap((one, at) => (at === index ? (pill ? [pill] : []) : [one])));
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend cannot stand beside the pills
    <div className={css.bar} role="group" aria-label={props.label}>
      {pills.map((pill, index) => (
        <EditablePill
          key={formatPill(pill)}
          pill={pill}
          fields={props.fields}
          isEditing={editing === index}
          onEdit={() => setEditing(index)}
          onCancel={() => setEditing(undefined)}
          onReplace={(edited) => replace(index, edited)}
        />
      ))}
      {editing === 'new' ? (
        <PillEditor
          fields={props.fields}
          initial=""
          onDone={(pill) => {
            setEditing(undefined);
            if (pill) props.onChange(addPill(pills, pill));
          }}
          onCancel={() => setEditing(undefined)}
        />
      ) : (
        <UnstyledButton className={css.add} onClick={() => setEditing('new')}>
          <Icon name="plus" size={13} />
          {t('scope.condition')}
        </UnstyledButton>
      )}
    </div>
  );
}

/** Conditions to be read only. */
export function PillList(props: { readonly pills: readonly Pill[] }): ReactNode {
  return (
    <span className={css.bar}>
      {props.pills.map((pill) => (
        <span key={formatPill(pill)} className={css.pill}>
          <span className={css.pillText}>
            <PillText pill={pill} />
          </span>
        </span>
      ))}
    </span>
  );
}
