import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useT } from '../../i18n/i18n.tsx';

/** Asks before what was written is left behind unsaved: another file, another screen, another page. */
export function LeaveGuard(props: { readonly isDirty: boolean }): ReactNode {
  const t = useT();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      props.isDirty && (current.pathname !== next.pathname || openOf(current.search) !== openOf(next.search)),
    enableBeforeUnload: () => props.isDirty,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      isOpen={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('files.leaveTitle')}
      action={t('files.leave')}
      onConfirm={() => blocker.proceed?.()}
      isPending={false}
      error={null}
    >
      {t('files.leaveText')}
    </ConfirmDialog>
  );
}

function openOf(search: unknown): unknown {
  return typeof search === 'object' && search !== null && 'open' in search ? search.open : undefined;
}
