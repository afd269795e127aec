import type { ReactNode } from 'react';
import { hasPill, togglePill } from '../state/facet.ts';
import type { Pill } from '../state/pill.ts';
import { useView } from '../state/view.ts';
import css from './pill-toggle.module.css';

/** A condition that is often wanted, as a button that is on or off. */
export function PillToggle(props: {
  readonly pill: Pill;
  readonly label: string;
  readonly count?: string;
}): ReactNode {
  const { state, update } = useView();
  return (
    <button
      type="button"
      className={css.toggle}
      aria-pressed={hasPill(state.pills, props.pill)}
      onClick={() => update((current) => ({ pills: togglePill(current.pills, props.pill), open: undefined }))}
    >
      {props.label}
      {props.count !== undefined && <span className={css.count}>{props.count}</span>}
    </button>
  );
}
