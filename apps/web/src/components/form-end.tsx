import type { ReactNode } from 'react';
import css from './form-end.module.css';

export interface FormEndProps {
  /** Buttons, and what was done. */
  readonly children: ReactNode;
  /** What went wrong, when no field is to blame. */
  readonly problem: string | undefined;
}

/** The end of a form: what can be done, and why it was not. */
export function FormEnd(props: FormEndProps): ReactNode {
  return (
    <div className={css.end}>
      {props.children}
      {props.problem !== undefined && (
        <span role="alert" className={css.failed}>
          {props.problem}
        </span>
      )}
    </div>
  );
}
