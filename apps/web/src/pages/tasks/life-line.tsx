import type { LifeLineEntry } from '@breakwater/api';
import type { ReactNode } from 'react';
import { useLocale, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { formatDuration } from './duration.ts';
import { lifeSegments } from './life-scale.ts';
import css from './tasks.module.css';

/** The life of a task to scale: what it did, from when and for how long. */
export function LifeLine(props: {
  readonly entries: readonly LifeLineEntry[];
  readonly now: number;
}): ReactNode {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const segments = lifeSegments(props.entries, props.now);
  const first = segments[0];
  const last = segments.at(-1);
  if (!first || !last) return <p className={css.soft}>{t('tasks.noLifeLine')}</p>;
  const isWidened = segments.some((segment) => segment.isWidened);
  return (
    <div className={css.life}>
      <div className={css.lifeBar} aria-hidden="true">
        {segments.map((segment) => {
          const duration = formatDuration(segment.to - segment.from, locale);
          const name = t(`tasks.stage.${segment.stage}`);
          return (
            <span
              key={`${segment.stage} ${segment.from}`}
              className={css.lifeSegment}
              data-stage={segment.stage}
              style={{ flexGrow: segment.share }}
              title={`${name}: ${duration}`}
            >
              {segment.share > 0.16 && (
                <span className={css.lifeLabel}>
                  {name} <b>{duration}</b>
                </span>
              )}
            </span>
          );
        })}
      </div>
      <div className={css.lifeAxis} aria-hidden="true">
        <span>{formats.moment(first.from)}</span>
        <span>{formats.moment(last.to)}</span>
      </div>
      <ol className={css.stages} aria-label={t('tasks.lifeLine')}>
        {segments.map((segment) => (
          <li key={`${segment.stage} ${segment.from}`}>
            <span className={css.stageKey} data-stage={segment.stage} aria-hidden="true" />
            <span>{t(`tasks.stage.${segment.stage}`)}</span>
            <span className={css.stageTime}>{formats.rowMoment(segment.from, last.to)}</span>
            <span className={css.stageDuration}>{formatDuration(segment.to - segment.from, locale)}</span>
          </li>
        ))}
        <li className={css.stageEnd}>
          <span className={css.stageKey} data-stage="end" aria-hidden="true" />
          <span>{t('tasks.total')}</span>
          <span className={css.stageTime} />
          <span className={css.stageDuration}>{formatDuration(last.to - first.from, locale)}</span>
        </li>
      </ol>
      {isWidened && <p className={css.hint}>{t('tasks.widened')}</p>}
    </div>
  );
}
