import type { PolicyVersion } from '@breakwater/api';
import { type ReactNode, Suspense, useState } from 'react';
import { useT } from '../../i18n/i18n.tsx';
import { TextDiff } from '../rules/text-diff-lazy.ts';
import css from './policies.module.css';
import { VersionHead } from './version-head.tsx';

/** What every version of something has. */
export type Version = Pick<PolicyVersion, 'revision' | 'at' | 'by' | 'change'>;

export interface VersionListProps<V extends Version> {
  /** Newest first. */
  readonly versions: readonly V[];
  /** What versions are compared by. */
  readonly textOf: (version: V) => string;
  readonly isRuleFile?: boolean;
  /** The way back to a version that is not the newest. */
  readonly restore: ((version: V) => ReactNode) | undefined;
}

/** Every state of something, newest first; what each changed, and the way back to it. */
export function VersionList<V extends Version>(props: VersionListProps<V>): ReactNode {
  const t = useT();
  const [openAt, setOpenAt] = useState<number>();
  const { versions, textOf } = props;
  return (
    <ol className={css.versions}>
      {versions.map((version, index) => {
        const before = versions[index + 1];
        const isOpen = openAt === version.revision;
        return (
          <li key={version.revision} className={css.version}>
            <VersionHead
              version={version}
              isCurrent={index === 0}
              isOpen={isOpen}
              {...(before ? { onToggle: () => setOpenAt(isOpen ? undefined : version.revision) } : {})}
            >
              {index > 0 && props.restore?.(version)}
            </VersionHead>
            {isOpen && before && (
              <Suspense fallback={null}>
                <TextDiff
                  label={t('versions.diff', { before: before.revision, after: version.revision })}
                  before={textOf(before)}
                  after={textOf(version)}
                  {...(props.isRuleFile === true ? { isRuleFile: true } : {})}
                />
              </Suspense>
            )}
          </li>
        );
      })}
    </ol>
  );
}
