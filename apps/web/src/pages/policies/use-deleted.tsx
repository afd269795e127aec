import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { RouteId } from '../../api/client.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useView } from '../../state/view.ts';
import css from './policies.module.css';

/** What is gone, and the revision that brings it back. */
interface Deleted {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
}

/** What was deleted last: says so, until it is brought back and open again, or the notice is closed. */
export function useDeleted(
  route: 'restorePolicy' | 'restoreRuleFile',
  invalidates: readonly RouteId[],
): { readonly onDeleted: (deleted: Deleted) => void; readonly notice: ReactNode } {
  const t = useT();
  const { update } = useView();
  const restore = useChange(route, invalidates);
  const [deleted, setDeleted] = useState<Deleted>();

  function undo({ id, revision }: Deleted): void {
    restore.mutate(
      { params: { id }, body: { revision } },
      {
        onSuccess: () => {
          setDeleted(undefined);
          update({ open: id });
        },
      },
    );
  }

  return {
    onDeleted: (gone) => {
      restore.reset();
      setDeleted(gone);
      update({ open: undefined, view: undefined });
    },
    notice: deleted && (
      <div className={css.deleted}>
        <p role="status" className={css.notice}>
          <span>{t('deleted.text', { name: deleted.name })}</span>
          <Button
            variant="subtle"
            size="compact-xs"
            loading={restore.isPending}
            onClick={() => undo(deleted)}
          >
            {t('policies.undo')}
          </Button>
          <Button variant="subtle" size="compact-xs" onClick={() => setDeleted(undefined)}>
            {t('action.close')}
          </Button>
        </p>
        {restore.error && (
          <p role="alert" className={css.failed}>
            {errorMessage(restore.error, t)}
          </p>
        )}
      </div>
    ),
  };
}
