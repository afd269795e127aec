import type { RuleFileView } from '@breakwater/api';
import { Button } from '@mantine/core';
import { type ReactNode, Suspense, useState } from 'react';
import { useChange, useRead } from '../../api/hooks.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DetailState } from '../../components/detail.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { VersionHead } from '../policies/policy-versions.tsx';
import css from './rule-files.module.css';
import { ruleReads } from './rule-reads.ts';
import { TextDiff } from './text-diff-lazy.ts';

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
  const restore = useChange('restoreRuleFile', ruleReads);
  const [openAt, setOpenAt] = useState<number>();
  const [asked, setAsked] = useState<number>();
  const close = () => {
    setAsked(undefined);
    restore.reset();
  };
  return (
    <DetailState reading={versions} failedTitle={t('policies.versionsFailed')}>
      {(data) => (
        <ol className={css.versions}>
          {data.versions.map((version, index) => {
            const before = data.versions[index + 1];
            const isOpen = openAt === version.revision;
            return (
              <li key={version.revision}>
                <VersionHead
                  version={version}
                  isCurrent={index === 0}
                  isOpen={isOpen}
                  {...(before ? { onToggle: () => setOpenAt(isOpen ? undefined : version.revision) } : {})}
                >
                  {index > 0 && props.canEdit && (
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={t('versions.restoreName', { revision: version.revision })}
                      onClick={() => setAsked(version.revision)}
                    >
                      {t('versions.restore')}
                    </Button>
                  )}
                </VersionHead>
                {isOpen && before && (
                  <Suspense fallback={null}>
                    <TextDiff
                      label={t('versions.diff', { before: before.revision, after: version.revision })}
                      before={before.text}
                      after={version.text}
                      isRuleFile
                    />
                  </Suspense>
                )}
              </li>
            );
          })}
          <ConfirmDialog
            isOpen={asked !== undefined}
            onClose={close}
            title={t('versions.restoreTitle', { revision: asked ?? 0 })}
            action={t('versions.restore')}
            onConfirm={() =>
              restore.mutate(
                { params: { id: file.id }, body: { revision: asked ?? 0 } },
                {
                  onSuccess: (restored) => {
                    props.onRestored(restored);
                    close();
                  },
                },
              )
            }
            isPending={restore.isPending}
            error={restore.error}
          >
            {t('files.restoreText')}
          </ConfirmDialog>
        </ol>
      )}
    </DetailState>
  );
}
