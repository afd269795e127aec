import type { PolicyRow } from '@breakwater/api';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { policyReads } from './policy-reads.ts';
import { policyText } from './policy-view.ts';
import { VersionList } from './version-list.tsx';

/** Every state of a policy, newest first; what each changed, and the way back to it. */
export function PolicyVersions(props: { readonly policy: PolicyRow; readonly canEdit: boolean }): ReactNode {
  const t = useT();
  const { policy } = props;
  const versions = useRead('listPolicyVersions', { params: { id: policy.id } });
  const restore = (revision: number) => (
    <ConfirmButton
      label={t('versions.restore')}
      name={t('versions.restoreName', { revision })}
      title={t('versions.restoreTitle', { revision })}
      route="restorePolicy"
      input={{ params: { id: policy.id }, body: { revision } }}
      invalidates={policyReads}
    >
      {t('policies.restoreText')}
    </ConfirmButton>
  );
  return (
    <DetailState reading={versions} failedTitle={t('policies.versionsFailed')}>
      {(data) => (
        <VersionList
          versions={data.versions}
          textOf={(version) => policyText(version.policy)}
          restore={props.canEdit ? ({ revision }) => restore(revision) : undefined}
        />
      )}
    </DetailState>
  );
}
