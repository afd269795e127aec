import type { RuleDiagnostic } from '@breakwater/api';
import type { ReactNode } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { useLocale, useT } from '../../i18n/i18n.tsx';
import { diagnosticTitle } from './diagnostic-title.ts';
import css from './rule-files.module.css';
import type { Verdict } from './use-verdict.ts';

export interface ProblemListProps {
  readonly verdict: Verdict;
  readonly onGo: (problem: RuleDiagnostic) => void;
}

/** What the compiler says, under one another; each leads to its place. */
export function ProblemList(props: ProblemListProps): ReactNode {
  const t = useT();
  const locale = useLocale();
  const { verdict } = props;
  const { diagnostics } = verdict;
  if (verdict.status === 'none') return null;
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  return (
    <section className={css.problems} aria-label={t('rules.problems')}>
      <div role="status" className={css.verdict}>
        {verdict.status === 'failed' ? (
          <StatusMark tone="warn">{errorMessage(verdict.error, t)}</StatusMark>
        ) : diagnostics.length === 0 ? (
          <StatusMark tone={verdict.status === 'checking' ? 'quiet' : 'good'}>
            {t(verdict.status === 'checking' ? 'rules.checking' : 'rules.noProblems')}
          </StatusMark>
        ) : (
          <StatusMark tone={errors > 0 ? 'bad' : 'warn'}>
            {[
              ...(errors > 0 ? [t('rules.errors', { count: errors })] : []),
              ...(warnings > 0 ? [t('rules.warnings', { count: warnings })] : []),
            ].join(', ')}
          </StatusMark>
        )}
      </div>
      {diagnostics.length > 0 && (
        <ol className={css.problemList}>
          {diagnostics.map((problem) => (
            <li key={`${problem.line}:${problem.column} ${problem.code} ${problem.message}`}>
              <button type="button" className={css.problem} onClick={() => props.onGo(problem)}>
                <span className={css.place}>
                  {t('rules.place', { line: problem.line, column: problem.column })}
                </span>
                <StatusMark tone={problem.severity === 'error' ? 'bad' : 'warn'}>
                  {t(`rules.severity.${problem.severity}`)}
                </StatusMark>
                <span className={css.message}>
                  {/* The compiler speaks English: for others its code says what kind of problem it is. */}
                  {locale !== 'en' && <b>{diagnosticTitle(problem.code, t)} </b>}
                  <span lang="en">{problem.message}</span> <code className={css.soft}>{problem.code}</code>
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
