import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { errorMessage } from '../api/error-message.ts';
import { MessagePanel } from '../components/message-panel.tsx';
import { useT } from '../i18n/i18n.tsx';

export function NotFound(): ReactNode {
  const t = useT();
  return (
    <MessagePanel
      title={t('app.notFound')}
      actions={
        <Link to="/" search={{}}>
          {t('app.goHome')}
        </Link>
      }
    >
      {t('app.notFoundHint')}
    </MessagePanel>
  );
}

/** A page failed while it was drawn, or its code could not be loaded. */
export function PageCrashed(props: { readonly error: unknown }): ReactNode {
  const t = useT();
  return (
    <MessagePanel
      isError
      title={t('app.crashed')}
      actions={<Button onClick={() => location.reload()}>{t('app.reload')}</Button>}
    >
      {errorMessage(props.error, t)}
    </MessagePanel>
  );
}

export function PageLoading(): ReactNode {
  const t = useT();
  return <span role="status" aria-label={t('app.loading')} />;
}
