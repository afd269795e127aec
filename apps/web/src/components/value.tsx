import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { useView } from '../state/view.ts';
import { Icon } from './icons.tsx';
import { useInTable } from './table-context.ts';
import css from './value.module.css';

export interface ValueProps {
  /** The name by which a filter finds it: a common column or a Falco field. */
  readonly field: string;
  readonly value: string | number | boolean | null | undefined;
  /** What is shown in place of the value itself. */
  readonly children?: ReactNode;
  readonly isMono?: boolean;
}

/**
 * A value with its chips: `=` only this, `!=` everything but this, hide on this screen, copy. The chips come with
 * the pointer or the focus; on the focused value the keys `f`, `e`, `h` and `c` do the same.
 */
export function Value(props: ValueProps): ReactNode {
  const t = useT();
  const isInTable = useInTable();
  const { addFilter, hideValue } = useView();
  const [isActive, setIsActive] = useState(false);
  const [isCopied, setIsCopied] = useState(false);
  const { field } = props;
  if (props.value === null || props.value === undefined || props.value === '') {
    return <span className={css.none}>{t('value.none')}</span>;
  }
  const value = String(props.value);
  const only = () => addFilter({ field, op: '=', value });
  const not = () => addFilter({ field, op: '!=', value });
  const hide = () => hideValue(field, value);
  const copy = () => void navigator.clipboard?.writeText(value).then(() => setIsCopied(true));
  const actions: Readonly<Record<string, () => void>> = {
    f: only,
    '=': only,
    e: not,
    '!': not,
    h: hide,
    c: copy,
  };

  function onKeyDown(event: KeyboardEvent): void {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (!action || event.target !== event.currentTarget) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand inside a line of text
    <span
      className={css.value}
      role="group"
      aria-label={t('value.group', { field, value })}
      tabIndex={isInTable ? -1 : 0}
      data-value-chip=""
      onPointerEnter={() => setIsActive(true)}
      onPointerLeave={() => {
        setIsActive(false);
        setIsCopied(false);
      }}
      onFocus={() => setIsActive(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsActive(false);
      }}
      onKeyDown={onKeyDown}
    >
      <span className={props.isMono ? css.mono : css.text}>{props.children ?? value}</span>
      {isActive && (
        <span className={css.chips}>
          <Chip label={t('value.only', { field, value })} onPress={only} isInTable={isInTable}>
            {'='}
          </Chip>
          <Chip label={t('value.not', { field, value })} onPress={not} isInTable={isInTable}>
            {'≠'}
          </Chip>
          <Chip label={t('value.hide', { field, value })} onPress={hide} isInTable={isInTable}>
            <Icon name="hide" size={12} />
          </Chip>
          <Chip
            label={isCopied ? t('value.copied') : t('value.copy', { value })}
            onPress={copy}
            isInTable={isInTable}
          >
            <Icon name={isCopied ? 'check' : 'copy'} size={12} />
          </Chip>
        </span>
      )}
    </span>
  );
}

interface ChipProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly isInTable: boolean;
  readonly children: ReactNode;
}

function Chip(props: ChipProps): ReactNode {
  return (
    <button
      type="button"
      className={css.chip}
      aria-label={props.label}
      title={props.label}
      tabIndex={props.isInTable ? -1 : 0}
      onClick={(event) => {
        event.stopPropagation();
        props.onPress();
      }}
    >
      {props.children}
    </button>
  );
}
