import type { ReactNode } from 'react';
import { DetailBlock, DetailState } from '../../components/detail.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useAsk } from './capture-context.ts';
import css from './investigate.module.css';
import { momentText } from './time-text.ts';

/** What was read and written, in its order, as far as the capture holds it. */
export function PayloadView(props: { readonly stream: string; readonly number: number }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const reading = useAsk('payloads', { stream: props.stream, number: props.number }, { keeps: false });
  return (
    <DetailBlock title={t('investigate.payload')}>
      <DetailState reading={reading} failedTitle={t('investigate.noPayload')}>
        {({ payloads, isPartial }) => (
          <>
            {payloads.length === 0 && <p className={css.note}>{t('investigate.noPayload')}</p>}
            <ol className={css.payloads}>
              {payloads.map((one) => (
                <li key={one.event} data-write={one.isWrite}>
                  <span className={css.spyHead}>
                    {momentText(one.at)} {t(one.isWrite ? 'investigate.wrote' : 'investigate.read')}{' '}
                    {formats.bytes(one.bytes)}
                    {one.isCut && ` ${t('investigate.cut')}`}
                  </span>
                  <pre className={css.payloadText}>{one.text}</pre>
                </li>
              ))}
            </ol>
            {isPartial && <p className={css.note}>{t('investigate.payloadPartial')}</p>}
          </>
        )}
      </DetailState>
    </DetailBlock>
  );
}
