import type { PolicyActionView, PolicyRow } from '@breakwater/api';
import type { ReactNode } from 'react';
import { DetailBlock } from '../../components/detail.tsx';
import { Facts } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import css from './policies.module.css';
import { EventsLink } from './policy-columns.tsx';
import { modeTones, policyEvents, sourceOf } from './policy-view.ts';
import { Runbook } from './runbook.tsx';
import { ScopeText } from './scope-text.tsx';

/** What a policy is: its words, where it looks, what it does. */
export function PolicyOverview(props: { readonly policy: PolicyRow }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { policy } = props;
  return (
    <>
      {policy.description !== '' && <p>{policy.description}</p>}
      {policy.status === 'dry-run' && <p className={css.hint}>{t('policies.dryRunText')}</p>}
      {policy.status === 'disabled' && <p className={css.hint}>{t('policies.disabledText')}</p>}
      <Facts
        rows={[
          { name: t('policies.severity'), value: <SeverityMark severity={policy.severity} /> },
          {
            name: t('policies.type'),
            value: (
              <>
                {t(`policies.types.${policy.type}`)} <code className={css.soft}>{sourceOf(policy.type)}</code>
              </>
            ),
          },
          { name: t('policies.scope'), value: <ScopeText scope={policy.scope} /> },
          {
            name: t('policies.detections'),
            value: (
              <EventsLink
                count={policy.detections}
                label={t('policies.showDetections', { count: policy.detections, name: policy.name })}
                search={policyEvents(policy)}
              />
            ),
          },
          {
            name: t('policies.origin'),
            value: t(policy.origin === 'shipped' ? 'policies.shippedOrigin' : 'policies.ownOrigin'),
          },
          {
            name: t('policies.updated'),
            value: t('policies.updatedBy', {
              moment: formats.moment(Date.parse(policy.updatedAt)),
              age: formats.age(Math.min(Date.parse(policy.updatedAt), now), now),
              name: policy.updatedBy,
            }),
          },
        ]}
      />
      <DetailBlock title={t('policies.actionsTitle')}>
        <ul className={css.actions}>
          <li>{t('policies.makesDetections')}</li>
          {policy.actions.map((action, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: actions have no other name
            <li key={index}>
              <StatusMark tone={modeTones[action.mode]}>{t(`policies.modes.${action.mode}`)}</StatusMark>
              <ActionText action={action} />
            </li>
          ))}
        </ul>
      </DetailBlock>
      {policy.runbook !== undefined && (
        <DetailBlock title={t('policies.runbook')}>
          <Runbook text={policy.runbook} />
        </DetailBlock>
      )}
    </>
  );
}

function ActionText(props: { readonly action: PolicyActionView }): ReactNode {
  const t = useT();
  const { action } = props;
  if (action.type === 'stop-task') {
    return <span>{t('policies.stopTaskText', { count: action.maxPerServiceAndHour })}</span>;
  }
  return (
    <span>
      {t('policies.webhookText')}{' '}
      {action.url === undefined ? (
        <span className={css.soft}>{t('policies.addressHidden')}</span>
      ) : (
        <code className={css.address}>{action.url}</code>
      )}
    </span>
  );
}
