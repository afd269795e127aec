import type { AcceptedRisk } from '@breakwater/api';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { usePermission } from '../../api/session.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { riskReads } from './image-reads.ts';
import css from './risks.module.css';

/** Risks that are accepted for one image now. */
export function AcceptedRisks(props: { readonly digest: string }): ReactNode {
  const t = useT();
  const canRespond = usePermission('respond');
  const reading = useRead('listAcceptedRisks', { query: { digest: props.digest } });
  return (
    <DetailState reading={reading} failedTitle={t('risks.failed')}>
      {({ risks }) => {
        const active = risks.filter(({ state }) => state === 'active');
        if (active.length === 0) return <p className={css.note}>{t('risks.noneHere')}</p>;
        return (
          <ul className={css.list}>
            {active.map((risk) => (
              <li key={risk.id} className={css.item}>
                <div>
                  <strong>{riskName(risk)}</strong> <span className={css.soft}>{risk.reason}</span>
                  <div className={css.soft}>
                    {t(`risks.whereShort.${risk.where.kind}`)} · {risk.owner} ·{' '}
                    {t('images.until', { date: risk.expires })}
                  </div>
                </div>
                {canRespond && <Revoke risk={risk} />}
              </li>
            ))}
          </ul>
        );
      }}
    </DetailState>
  );
}

export function Revoke(props: { readonly risk: AcceptedRisk }): ReactNode {
  const t = useT();
  const { risk } = props;
  return (
    <ConfirmButton
      label={t('risks.revoke')}
      name={t('risks.revokeName', { subject: riskName(risk) })}
      title={t('risks.revokeTitle', { subject: riskName(risk) })}
      route="revokeAcceptedRisk"
      input={{ params: { id: risk.id } }}
      invalidates={riskReads}
    >
      {t('risks.revokeText')}
    </ConfirmButton>
  );
}

/** `CVE-2026-1 in curl`, `secret-aws-key at app/.env` */
export function riskName({ subject, package: only, path }: AcceptedRisk): string {
  return [subject, only, path].filter((part) => part !== undefined).join(' · ');
}
