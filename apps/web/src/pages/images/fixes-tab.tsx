import type { ImageReport, Match } from '@breakwater/model';
import { type ReactNode, useMemo } from 'react';
import { CodeBlock } from '../../components/code-block.tsx';
import { MessagePanel } from '../../components/message-panel.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { adviseFixes, type FixAdvice } from './fix-advice.ts';
import css from './images.module.css';
import { shownId } from './match-filter.ts';
import { ScrollArea } from './scroll-area.tsx';

const shownIds = 6;

/** What to upgrade, package by package, the step that helps most first. */
export function FixesTab(props: { readonly report: ImageReport }): ReactNode {
  const t = useT();
  const { matches, gaps } = props.report;
  const advice = useMemo(() => adviseFixes(matches), [matches]);
  const fixable = advice.filter((one) => one.target !== undefined);
  const left = advice.filter((one) => one.target === undefined);
  if (advice.length === 0 && gaps.length > 0) {
    return (
      <MessagePanel icon="warning" title={t('images.noneExamined')}>
        {t('images.noneExaminedText')}
      </MessagePanel>
    );
  }
  if (advice.length === 0) {
    return (
      <MessagePanel icon="check" title={t('images.nothingToFix')}>
        {t('images.nothingToFixText')}
      </MessagePanel>
    );
  }
  return (
    <ScrollArea>
      <p className={css.lead}>
        {t('images.fixLead', {
          packages: fixable.length,
          solved: fixable.reduce((sum, one) => sum + one.solved.length, 0),
          total: matches.length,
        })}
      </p>
      <ol className={css.advice}>
        {fixable.map((one) => (
          <li key={one.key}>
            <Advice advice={one} />
          </li>
        ))}
      </ol>
      {left.length > 0 && (
        <>
          <h2 className={css.heading}>{t('images.withoutFix')}</h2>
          <ul className={css.leftList}>
            {left.map((one) => (
              <li key={one.key}>
                <SeverityMark severity={one.worst} />
                <span>
                  {one.name} <span className={css.version}>{one.version}</span>
                </span>
                <span className={css.soft}>{idList(one.left)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </ScrollArea>
  );
}

export function Advice(props: { readonly advice: FixAdvice; readonly isShort?: boolean }): ReactNode {
  const t = useT();
  const { advice } = props;
  return (
    <article className={css.step}>
      <header className={css.stepHead}>
        <SeverityMark severity={advice.worst} />
        <span className={css.stepTitle}>
          {advice.name} <span className={css.version}>{advice.version}</span>
          <span aria-hidden="true">{' → '}</span>
          <span className={css.target}>{advice.target}</span>
        </span>
        {advice.isKnownExploited && <span className={css.alarm}>{t('images.exploitedShort')}</span>}
        <span className={css.soft}>{t('images.ends', { count: advice.solved.length })}</span>
      </header>
      {props.isShort !== true && (
        <>
          <p className={css.soft}>{idList(advice.solved)}</p>
          {advice.left.length > 0 && (
            <p className={css.warn}>
              {t('images.stays', { count: advice.left.length, ids: idList(advice.left) })}
            </p>
          )}
          {advice.paths.length > 0 && <p className={css.paths}>{advice.paths.slice(0, 3).join('\n')}</p>}
          {advice.command !== undefined && (
            <CodeBlock
              label={t('images.commandFor', { name: advice.name, version: advice.version })}
              text={advice.command}
            />
          )}
        </>
      )}
    </article>
  );
}

function idList(matches: readonly Match[]): string {
  const ids = [...new Set(matches.map(shownId))];
  const shown = ids.slice(0, shownIds).join(', ');
  return ids.length > shownIds ? `${shown} +${ids.length - shownIds}` : shown;
}
