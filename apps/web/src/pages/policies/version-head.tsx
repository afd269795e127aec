import type { ReactNode } from 'react';
import { Badge } from '../../components/badge.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { changeText } from './change-text.ts';
import css from './policies.module.css';
import type { Version } from './version-list.tsx';

export interface VersionHeadProps {
  readonly version: Version;
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
      {props.isCurrent && <Badge>{t('versions.current')}</Badge>}
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
