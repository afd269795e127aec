import { UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { addPill, formatPill, type Pill } from '../state/pill.ts';
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
      {pills.map((pill, index) =>
        editing === index ? (
          <PillEditor
            key={formatPill(pill)}
            fields={props.fields}
            initial={formatPill(pill)}
            onDone={(edited) => replace(index, edited)}
            onCancel={() => setEditing(undefined)}
          />
        ) : (
          <span key={formatPill(pill)} className={css.pill}>
            <UnstyledButton
              className={css.pillText}
              onClick={() => setEditing(index)}
              aria-label={t('filter.edit', { filter: formatPill(pill) })}
            >
              <PillText pill={pill} />
            </UnstyledButton>
            <UnstyledButton
              className={css.remove}
              onClick={() => replace(index, undefined)}
              aria-label={t('filter.remove', { filter: formatPill(pill) })}
            >
              <Icon name="close" size={12} />
            </UnstyledButton>
          </span>
        ),
      )}
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
