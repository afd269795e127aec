import type { PolicyVerdict, VerdictReason } from '@breakwater/model';
import type { ReactNode } from 'react';
import { Badge } from '../../components/badge.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { statusTones } from './image-status.ts';
import css from './images.module.css';

/** What each policy says, why, and the cheapest way to end it. */
export function VerdictList(props: {
  readonly verdicts: readonly PolicyVerdict[];
  /** Without what was accepted and the items of each gate: for an overview. */
  readonly isShort?: boolean;
}): ReactNode {
  const t = useT();
  return (
    <ul className={css.verdicts}>
      {props.verdicts.map((verdict) => (
        <li key={verdict.policy}>
          <div className={css.verdictHead}>
            <StatusMark tone={statusTones[verdict.status]}>{t(`images.status.${verdict.status}`)}</StatusMark>
            <span className={css.soft}>{t('images.policy', { name: verdict.policy })}</span>
          </div>
          <ul className={css.reasons}>
            {verdict.reasons.map((reason) => (
              <Reason
                key={`${reason.gate} ${reason.message}`}
                reason={reason}
                isShort={props.isShort === true}
              />
            ))}
          </ul>
          {props.isShort !== true && <Exceptions verdict={verdict} />}
        </li>
      ))}
    </ul>
  );
}

function Reason(props: { readonly reason: VerdictReason; readonly isShort: boolean }): ReactNode {
  const t = useT();
  const { reason, isShort } = props;
  const fixes = isShort ? (reason.fixes ?? []).slice(0, 1) : (reason.fixes ?? []);
  return (
    <li>
      {headline(reason)}
      <span className={css.soft}>
        {t('images.gate', { gate: reason.gate })}
        {reason.level === 'warn' && <Badge>{t('images.warns')}</Badge>}
      </span>
      {fixes.length > 0 && (
        <ol className={css.verdictFixes}>
          {fixes.map((fix) => (
            <li key={fix.text}>
              <span className={fix.kind === 'upgrade' ? css.target : undefined}>{fix.text}</span>{' '}
              <span className={css.soft}>
                {reason.count === undefined
                  ? t('images.closes', { count: fix.closes })
                  : t('images.closesOf', { count: fix.closes, total: reason.count })}
              </span>
            </li>
          ))}
        </ol>
      )}
      {!isShort && reason.items !== undefined && reason.items.length > 0 && (
        <details className={css.items}>
          <summary>{t('images.items', { count: reason.count ?? reason.items.length })}</summary>
          <ul>
            {reason.items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** The message without what stands below it in full. */
function headline({ message, items = [] }: VerdictReason): string {
  const [head = message] = message.split(': ', 1);
  return items.length > 0 ? head : message;
}

function Exceptions(props: { readonly verdict: PolicyVerdict }): ReactNode {
  const t = useT();
  const { exceptions = [] } = props.verdict;
  if (exceptions.length === 0) return null;
  return (
    <details className={css.items}>
      <summary>{t('images.letPass', { count: exceptions.length })}</summary>
      <ul>
        {exceptions.map((one) => (
          <li key={`${one.subject} ${one.reason} ${one.expires}`}>
            {one.subject}: {one.reason}{' '}
            <span className={css.soft}>
              {t('images.until', { date: one.expires })}
              {one.owner === undefined ? '' : ` · ${one.owner}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
