import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useT } from '../../i18n/i18n.tsx';
import css from './policies.module.css';

/** What is gone, and the revision that brings it back. */
export interface Deleted {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
}

export interface DeletedNoticeProps {
  readonly name: string;
  /** The call that brings it back, as far as it is. */
  readonly restore: { readonly isPending: boolean; readonly error: Error | null };
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

/** Says what was deleted, until it is brought back or the notice is closed. */
export function DeletedNotice(props: DeletedNoticeProps): ReactNode {
  const t = useT();
  const { restore } = props;
  return (
    <div className={css.deleted}>
      <p role="status" className={css.notice}>
        <span>{t('deleted.text', { name: props.name })}</span>
        <Button variant="subtle" size="compact-xs" loading={restore.isPending} onClick={props.onUndo}>
          {t('policies.undo')}
        </Button>
        <Button variant="subtle" size="compact-xs" onClick={props.onClose}>
          {t('action.close')}
        </Button>
      </p>
      {restore.error && (
        <p role="alert" className={css.failed}>
          {errorMessage(restore.error, t)}
        </p>
      )}
    </div>
  );
}
