import type { ReactNode } from 'react';
import css from './images.module.css';

/** The part of the page that scrolls, also by keyboard. */
export function ScrollArea(props: { readonly children: ReactNode }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className={css.scroll} tabIndex={0}>
      {props.children}
    </div>
  );
}
