import type { Place } from '@breakwater/model';
import { Fragment, type ReactNode } from 'react';
import css from './place-line.module.css';
import { Value } from './value.tsx';

const shownParts = ['account', 'region', 'cluster', 'service', 'namespace', 'pod'] as const;

/** Where something is, widest first, each part with its chips. */
export function PlaceLine(props: { readonly place: Place }): ReactNode {
  const parts = shownParts.filter((part) => props.place[part] !== undefined);
  return (
    <span className={css.line}>
      {parts.map((part, index) => (
        <Fragment key={part}>
          {index > 0 && (
            <span className={css.separator} aria-hidden="true">
              {'/'}
            </span>
          )}
          <Value field={part} value={props.place[part]} />
        </Fragment>
      ))}
    </span>
  );
}
