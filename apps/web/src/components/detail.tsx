import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { errorMessage } from '../api/error-message.ts';
import { useT } from '../i18n/i18n.tsx';
import css from './detail.module.css';
import { MessagePanel } from './message-panel.tsx';

/** Blocks of a detail panel under one another. */
export function DetailStack(props: { readonly children: ReactNode }): ReactNode {
  return <div className={css.stack}>{props.children}</div>;
}

export interface DetailBlockProps {
  readonly title: string;
  /** Right of the heading: a count, a button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function DetailBlock(props: DetailBlockProps): ReactNode {
  return (
    <section className={css.block}>
      <header className={css.head}>
        <h3 className={css.title}>{props.title}</h3>
        {props.aside}
      </header>
      {props.children}
    </section>
  );
}

/** What a reading can be in; `useRead` answers fit. */
export interface Reading<T> {
  readonly data: T | undefined;
  readonly isError: boolean;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

export interface DetailStateProps<T> {
  readonly reading: Reading<T>;
  readonly failedTitle: string;
  readonly children: (data: T) => ReactNode;
}

/** Its content once that is there; until then bones, or why it failed and a way to try again. */
export function DetailState<T>(props: DetailStateProps<T>): ReactNode {
  const t = useT();
  const { reading } = props;
  if (reading.data !== undefined) return props.children(reading.data);
  if (reading.isError) {
    return (
      <MessagePanel
        isError
        title={props.failedTitle}
        actions={<Button onClick={() => reading.refetch()}>{t('table.retry')}</Button>}
      >
        {errorMessage(reading.error, t)}
      </MessagePanel>
    );
  }
  return (
    <div className={css.bones} role="status" aria-label={t('app.loading')}>
      <Skeleton height={14} width="60%" />
      <Skeleton height={90} />
      <Skeleton height={14} width="80%" />
      <Skeleton height={14} width="45%" />
    </div>
  );
}
