import { type ReactNode, useState } from 'react';
import { useChange, useRead } from '../api/hooks.ts';
import { usePermission } from '../api/session.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { useT } from '../i18n/i18n.tsx';
import { tick } from '../state/now.ts';
import css from './app-frame.module.css';

/** Says that sample data is among what is shown, and removes it. */
export function SampleBanner(): ReactNode {
  const t = useT();
  const status = useRead('getStatus', {});
  const remove = useChange('removeSample');
  const isAllowed = usePermission('administer');
  const [isAsking, setIsAsking] = useState(false);
  const done = () => {
    setIsAsking(false);
    tick();
  };
  if (status.data?.hasSample !== true) return null;
  return (
    <section className={css.sample} aria-label={t('sample.badge')}>
      <b>{t('sample.shown')}</b>
      <span className={css.sampleText}>{t('sample.explain')}</span>
      {isAllowed && (
        <button type="button" className={css.sampleButton} onClick={() => setIsAsking(true)}>
          {t('sample.remove')}
        </button>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t('sample.confirmTitle')}
        action={t('sample.remove')}
        onConfirm={() => remove.mutate({}, { onSuccess: done })}
        isPending={remove.isPending}
        error={remove.error}
      >
        {t('sample.confirm')}
      </ConfirmDialog>
    </section>
  );
}
