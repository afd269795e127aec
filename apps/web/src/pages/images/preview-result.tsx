import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { Section } from '../../components/page.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { statusTones } from './image-status.ts';
import images from './images.module.css';
import css from './policies.module.css';
import type { PreviewRun } from './use-preview.ts';

const sums = ['newlyFailed', 'newlyPassed', 'selected', 'failed'] as const;

/** Which images would pass or fail from now on. */
export function PreviewResult(props: { readonly run: PreviewRun }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { preview, error, isRunning } = props.run;
  return (
    <Section title={t('imagePolicies.previewTitle')}>
      <div className={css.padded}>
        {preview === undefined && !isRunning && !error && (
          <p className={images.soft}>{t('imagePolicies.previewHint')}</p>
        )}
        {error && (
          <p role="alert" className={images.warn}>
            {errorMessage(error, t)}
          </p>
        )}
        {preview && (
          <>
            {!preview.isDone && (
              <Progress
                value={(preview.examined / Math.max(1, preview.total)) * 100}
                aria-label={t('imagePolicies.previewTitle')}
              />
            )}
            <p role="status" className={images.soft}>
              {t('imagePolicies.examined', { count: preview.examined, total: preview.total })}
            </p>
            <ul className={css.sums}>
              {sums.map((sum) => (
                <li key={sum} className={css.sum}>
                  <span className={css.sumNumber}>{formats.number(preview[sum])}</span>
                  <span className={images.soft}>{t(`imagePolicies.sum.${sum}`)}</span>
                </li>
              ))}
            </ul>
            {preview.isDone && preview.changes.length === 0 && <p>{t('imagePolicies.noChange')}</p>}
            <ul className={css.changes}>
              {preview.changes.map((change) => (
                <li key={change.digest} className={css.changed}>
                  <Link to={`/images/${change.digest}`} className={images.link} target="_blank">
                    {change.reference}
                  </Link>{' '}
                  <StatusMark tone={statusTones[change.from]}>{t(`images.status.${change.from}`)}</StatusMark>
                  <span aria-hidden="true">{' → '}</span>
                  <StatusMark tone={statusTones[change.to]}>{t(`images.status.${change.to}`)}</StatusMark>
                  {change.reasons[0] && <div className={images.soft}>{change.reasons[0].message}</div>}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Section>
  );
}
