import type { ReactNode } from 'react';
import css from './choice.module.css';

export interface ChoiceProps<V extends string> {
  /** What is chosen here; for screen readers. */
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string; readonly count?: string }[];
  readonly onChange: (value: V) => void;
}

/** One of a few, all in view: buttons beside one another. */
export function Choice<V extends string>(props: ChoiceProps<V>): ReactNode {
  return (
    <fieldset className={css.choice}>
      <legend className={css.legend}>{props.label}</legend>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={css.option}
          aria-pressed={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className={css.count}>{option.count}</span>}
        </button>
      ))}
    </fieldset>
  );
}
