import { Button } from '@mantine/core';
import { type ReactNode, Suspense } from 'react';
import { useRead } from '../../api/hooks.ts';
import { useT } from '../../i18n/i18n.tsx';
import css from './rule-files.module.css';
import { TextDiff } from './text-diff-lazy.ts';
import type { FileDraft } from './use-file-draft.ts';

/** Somebody else saved meanwhile: what they have beside what is written here, and whose is kept. */
export function FileConflict(props: { readonly draft: FileDraft }): ReactNode {
  const t = useT();
  const { draft } = props;
  const files = useRead('listRuleFiles', {}, { refetchMs: 2000 });
  const theirs = files.data?.files.find((one) => one.id === draft.newest?.id);
  if (!theirs) return null;
  return (
    <div role="alert" className={css.conflict}>
      <p>{t('files.stale', { name: theirs.updatedBy, revision: theirs.revision })}</p>
      <Suspense fallback={null}>
        <TextDiff label={t('files.staleDiff')} before={theirs.text} after={draft.text} isRuleFile />
      </Suspense>
      <div className={css.conflictEnd}>
        <Button variant="default" size="compact-xs" onClick={() => draft.save(theirs)}>
          {t('files.staleMine')}
        </Button>
        <Button variant="default" size="compact-xs" onClick={() => draft.take(theirs)}>
          {t('files.staleTheirs')}
        </Button>
      </div>
    </div>
  );
}
