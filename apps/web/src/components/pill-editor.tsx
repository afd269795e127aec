import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { formatPill, type Pill, type PillProblem, parsePill } from '../state/pill.ts';
import css from './filter-bar.module.css';
import { suggestPillText } from './pill-suggestions.ts';

/** A condition as it is read: field, operator, value. */
export function PillText(props: { readonly pill: Pill }): ReactNode {
  const { pill } = props;
  const rest = formatPill(pill).slice(pill.field.length + 1 + pill.op.length);
  return (
    <>
      <span className={css.field}>{pill.field}</span>
      <span className={css.op}>{pill.op}</span>
      <span className={css.value}>{rest.trim()}</span>
    </>
  );
}

export interface PillEditorProps {
  readonly fields: readonly string[];
  readonly initial: string;
  readonly onDone: (pill: Pill | undefined) => void;
  readonly onCancel: () => void;
}

/** Writes or edits one condition; suggests fields and operators, says what cannot be read. */
export function PillEditor(props: PillEditorProps): ReactNode {
  const t = useT();
  const [text, setText] = useState(props.initial);
  const [error, setError] = useState<PillProblem>();
  const [active, setActive] = useState(-1);
  const isDone = useRef(false);
  const suggestions = useMemo(() => suggestPillText(text, props.fields), [text, props.fields]);

  function finish(): void {
    if (isDone.current) return;
    const parsed = parsePill(text);
    if (text.trim() !== '' && !parsed.ok) {
      setError(parsed.error);
      return;
    }
    isDone.current = true;
    props.onDone(parsed.ok ? parsed.pill : undefined);
  }

  function take(suggestion: string): void {
    setText(suggestion);
    setActive(-1);
    setError(undefined);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const choice = suggestions[active];
    if (event.key === 'Escape') {
      isDone.current = true;
      props.onCancel();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + suggestions.length + 1) % (suggestions.length + 1));
    } else if ((event.key === 'Enter' || event.key === 'Tab') && choice !== undefined) {
      event.preventDefault();
      take(choice);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      finish();
    }
  }

  return (
    <span className={css.editor}>
      <input
        ref={(input) => {
          if (input && document.activeElement !== input && !isDone.current) input.focus();
        }}
        className={css.input}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setError(undefined);
          setActive(-1);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => (text.trim() === '' || text === props.initial ? props.onCancel() : finish())}
        placeholder={t('filter.placeholder')}
        aria-label={t('filter.hint')}
        aria-invalid={error !== undefined}
        role="combobox"
        aria-expanded={suggestions.length > 0}
        aria-controls="pill-suggestions"
        aria-activedescendant={active >= 0 ? `pill-suggestion-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
      />
      {error ? (
        <span className={css.error} role="alert">
          {t('filter.invalid', { problem: problemText(error, t) })}
        </span>
      ) : (
        suggestions.length > 0 && (
          <div className={css.suggestions} id="pill-suggestions" role="listbox" aria-label={t('filter.hint')}>
            {suggestions.map((suggestion, index) => (
              <div
                key={suggestion}
                id={`pill-suggestion-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                className={css.suggestion}
                onPointerDown={(event) => {
                  event.preventDefault();
                  take(suggestion);
                }}
              >
                {suggestion}
              </div>
            ))}
            <p className={css.hint}>{t('filter.hint')}</p>
          </div>
        )
      )}
    </span>
  );
}

/** Why a text is no condition, for a person. */
export function problemText(error: PillProblem, t: ReturnType<typeof useT>): string {
  return t(`filter.problem.${error.problem}`, { field: error.at, operator: error.at, rest: error.at });
}
