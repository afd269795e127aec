import type { PolicyRow, PolicyVersion } from '@breakwater/api';
import type { PolicyException } from '@breakwater/model';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { droppedExceptions } from './dropped-exceptions.ts';
import css from './policies.module.css';
import { policyReads } from './policy-reads.ts';
import { policyText } from './policy-view.ts';
import { VersionList } from './version-list.tsx';

/** Every state of a policy, newest first; what each changed, and the way back to it. */
export function PolicyVersions(props: { readonly policy: PolicyRow; readonly canEdit: boolean }): ReactNode {
  const t = useT();
  const { policy } = props;
  const versions = useRead('listPolicyVersions', { params: { id: policy.id } });
  const restore = ({ revision, policy: then }: PolicyVersion) => (
    <ConfirmButton
      label={t('versions.restore')}
      name={t('versions.restoreName', { revision })}
      title={t('versions.restoreTitle', { revision })}
      route="restorePolicy"
      input={{ params: { id: policy.id }, body: { revision } }}
      invalidates={policyReads}
    >
      {t('policies.restoreText')}
      <DroppedExceptions dropped={droppedExceptions(policy.exceptions, then.exceptions)} />
    </ConfirmButton>
  );
  return (
    <DetailState reading={versions} failedTitle={t('policies.versionsFailed')}>
      {(data) => (
        <VersionList
          versions={data.versions}
          textOf={(version) => policyText(version.policy)}
          restore={props.canEdit ? restore : undefined}
        />
      )}
    </DetailState>
  );
}

const mostNamed = 5;

/** What rolling back takes away: detections that were accepted come again. */
function DroppedExceptions(props: { readonly dropped: readonly PolicyException[] }): ReactNode {
  const t = useT();
  const { dropped } = props;
  if (dropped.length === 0) return null;
  return (
    <div className={css.dropped} role="alert">
      <p>
        <StatusMark tone="warn">{t('policies.restoreDrops', { count: dropped.length })}</StatusMark>
      </p>
      <ul>
        {dropped.slice(0, mostNamed).map(({ id, rule, reason }) => (
          <li key={id}>
            {reason} <span className={css.soft}>{rule ?? t('exceptions.everyRule')}</span>
          </li>
        ))}
        {dropped.length > mostNamed && (
          <li className={css.soft}>
            {t('policies.restoreDropsMore', { count: dropped.length - mostNamed })}
          </li>
        )}
      </ul>
    </div>
  );
}
