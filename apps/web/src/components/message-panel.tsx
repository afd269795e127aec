import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import css from './message-panel.module.css';

export interface MessagePanelProps {
  readonly icon?: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons: what to do next. */
  readonly actions?: ReactNode;
  readonly isError?: boolean;
}

/** In place of content: what is the matter and what to do. */
export function MessagePanel(props: MessagePanelProps): ReactNode {
  return (
    <div
      className={css.panel}
      role={props.isError ? 'alert' : 'status'}
      data-is-error={props.isError === true}
    >
      <span className={css.icon}>
        <Icon name={props.icon ?? (props.isError ? 'warning' : 'search')} size={22} />
      </span>
      <h2 className={css.title}>{props.title}</h2>
      {props.children !== undefined && <div className={css.text}>{props.children}</div>}
      {props.actions !== undefined && <div className={css.actions}>{props.actions}</div>}
    </div>
  );
}

/** A line above content that is there but not whole. */
export function PartialNotice(props: { readonly children: ReactNode }): ReactNode {
  return (
    <p className={css.partial} role="status">
      <Icon name="warning" size={14} />
      <span>{props.children}</span>
    </p>
  );
}
