import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { errorMessage } from '../api/error-message.ts';
import { useChange, useRead } from '../api/hooks.ts';
import { usePermission } from '../api/session.ts';
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
      <Modal
        opened={isAsking}
        onClose={() => setIsAsking(false)}
        title={t('sample.confirmTitle')}
        centered
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <p>{t('sample.confirm')}</p>
        {remove.isError && (
          <p role="alert" className={css.failed}>
            {errorMessage(remove.error, t)}
          </p>
        )}
        <div className={css.modalEnd}>
          <Button variant="default" onClick={() => setIsAsking(false)}>
            {t('action.cancel')}
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() =>
              remove.mutate(
                {},
                {
                  onSuccess: () => {
                    setIsAsking(false);
                    tick();
                  },
                },
              )
            }
          >
            {t('sample.remove')}
          </Button>
        </div>
      </Modal>
    </section>
  );
}
