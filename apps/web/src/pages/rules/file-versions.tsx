import type { RuleFileView } from '@breakwater/api';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { VersionList } from '../policies/version-list.tsx';
import { ruleReads } from './rule-reads.ts';

export interface FileVersionsProps {
  readonly file: RuleFileView;
  readonly canEdit: boolean;
  readonly onRestored: (file: RuleFileView) => void;
}

/** Every state of a file, newest first; what each changed, and the way back to it. */
export function FileVersions(props: FileVersionsProps): ReactNode {
  const t = useT();
  const { file } = props;
  const versions = useRead('listRuleFileVersions', { params: { id: file.id } });
  const restore = (revision: number) => (
    <ConfirmButton
      label={t('versions.restore')}
      name={t('versions.restoreName', { revision })}
      title={t('versions.restoreTitle', { revision })}
      route="restoreRuleFile"
      input={{ params: { id: file.id }, body: { revision } }}
      invalidates={ruleReads}
      onDone={props.onRestored}
    >
      {t('files.restoreText')}
    </ConfirmButton>
  );
  return (
    <DetailState reading={versions} failedTitle={t('policies.versionsFailed')}>
      {(data) => (
        <VersionList
          versions={data.versions}
          textOf={(version) => version.text}
          isRuleFile
          restore={props.canEdit ? ({ revision }) => restore(revision) : undefined}
        />
      )}
    </DetailState>
  );
}
