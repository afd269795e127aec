import type { PolicyRow, PolicyVersion } from '@breakwater/api';
import { type ReactNode, Suspense, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { TextDiff } from '../rules/text-diff-lazy.ts';
import { changeText } from './change-text.ts';
import css from './policies.module.css';
import { policyReads } from './policy-reads.ts';
import { policyText } from './policy-view.ts';

/** Every state of a policy, newest first; what each changed, and the way back to it. */
export function PolicyVersions(props: { readonly policy: PolicyRow; readonly canEdit: boolean }): ReactNode {
  const t = useT();
  const { policy } = props;
  const versions = useRead('listPolicyVersions', { params: { id: policy.id } });
  const [openAt, setOpenAt] = useState<number>();
  return (
    <DetailState reading={versions} failedTitle={t('policies.versionsFailed')}>
      {(data) => (
        <ol className={css.versions}>
          {data.versions.map((version, index) => {
            const before = data.versions[index + 1];
            const isOpen = openAt === version.revision;
            return (
              <li key={version.revision} className={css.version}>
                <VersionHead
                  version={version}
                  isCurrent={index === 0}
                  isOpen={isOpen}
                  {...(before ? { onToggle: () => setOpenAt(isOpen ? undefined : version.revision) } : {})}
                >
                  {index > 0 && props.canEdit && (
                    <ConfirmButton
                      label={t('versions.restore')}
                      name={t('versions.restoreName', { revision: version.revision })}
                      title={t('versions.restoreTitle', { revision: version.revision })}
                      route="restorePolicy"
                      input={{ params: { id: policy.id }, body: { revision: version.revision } }}
                      invalidates={policyReads}
                    >
                      {t('policies.restoreText')}
                    </ConfirmButton>
                  )}
                </VersionHead>
                {isOpen && before && (
                  <Suspense fallback={null}>
                    <TextDiff
                      label={t('versions.diff', { before: before.revision, after: version.revision })}
                      before={policyText(before.policy)}
                      after={policyText(version.policy)}
                    />
                  </Suspense>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </DetailState>
  );
}

export interface VersionHeadProps {
  readonly version: Pick<PolicyVersion, 'revision' | 'at' | 'by' | 'change'>;
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
  /** Shows or hides the difference; absent for the first version, which has nothing before it. */
  readonly onToggle?: () => void;
  /** Buttons. */
  readonly children?: ReactNode;
}

/** One version in a history: what was done, by whom, when. */
export function VersionHead(props: VersionHeadProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { version } = props;
  const at = Date.parse(version.at);
  return (
    <div className={css.versionHead}>
      <span className={css.revision}>{version.revision}</span>
      <span className={css.change}>
        <span>{changeText(version.change, t)}</span>
        <span className={css.soft}>
          {t('versions.by', { name: version.by, age: formats.age(Math.min(at, now), now) })}
          <time dateTime={version.at} className={css.unseen}>
            {formats.moment(at)}
          </time>
        </span>
      </span>
      {props.isCurrent && <span className={css.badge}>{t('versions.current')}</span>}
      {props.onToggle && (
        <button
          type="button"
          className={css.textButton}
          aria-expanded={props.isOpen}
          aria-label={t(props.isOpen ? 'versions.hideName' : 'versions.showName', {
            revision: version.revision,
          })}
          onClick={props.onToggle}
        >
          {t(props.isOpen ? 'versions.hide' : 'versions.show')}
        </button>
      )}
      {props.children}
    </div>
  );
}
