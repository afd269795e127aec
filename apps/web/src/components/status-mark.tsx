import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import css from './status-mark.module.css';

/** How a state is meant: nothing to do, to be dealt with, incomplete, not judged. */
export type Tone = 'good' | 'bad' | 'warn' | 'quiet';

const icons: Readonly<Record<Tone, IconName>> = {
  good: 'check',
  bad: 'close',
  warn: 'warning',
  quiet: 'minus',
};

/** A state as shape and word, so that it is told apart without colour. */
export function StatusMark(props: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return (
    <span className={css.mark} data-tone={props.tone}>
      <span className={css.shape}>
        <Icon name={icons[props.tone]} size={11} />
      </span>
      {props.children}
    </span>
  );
}
