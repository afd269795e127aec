import type { ControlStatus } from '@breakwater/model';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/i18n.tsx';
import css from './compliance.module.css';
import { controlStatuses } from './framework-view.ts';

const order = ['passed', 'failed', 'error', 'not-assessed'] as const satisfies readonly ControlStatus[];

/** Controls by status as one bar, to scale; the part that was not assessed is hatched, not coloured. */
export function ControlBar(props: { readonly counts: Readonly<Record<ControlStatus, number>> }): ReactNode {
  const t = useT();
  const text = controlStatuses
    .map((status) => `${t(`compliance.status.${status}`)} ${props.counts[status]}`)
    .join(', ');
  return (
    <span className={css.bar} role="img" aria-label={text} title={text}>
      {order.map((status) =>
        props.counts[status] === 0 ? null : (
          <span key={status} data-status={status} style={{ flexGrow: props.counts[status] }} />
        ),
      )}
    </span>
  );
}
