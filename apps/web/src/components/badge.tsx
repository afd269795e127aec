import type { ReactNode } from 'react';
import css from './badge.module.css';

/** A word about what stands before it. */
export function Badge(props: { readonly children: ReactNode }): ReactNode {
  return <span className={css.badge}>{props.children}</span>;
}
