import { type Severity, severities } from '@breakwater/model';
import type { MouseEvent, ReactNode } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { useFormats } from '../state/format.ts';
import { defaultSeverities, isDefaultSeverities } from '../state/search.ts';
import css from './severity.module.css';

/** One shape per severity, so that it is told apart without colour. */
const shapes: Readonly<Record<Severity, string>> = {
  critical:
    'M2 .6h8A1.400 1.400 0 0 1 11.400 2v8a1.400 1.400 0 0 1-1.400 1.400H2A1.400 1.400 0 0 1 .6 10V2A1.400 1.400 0 0 1 2 .6zM5.200 2.600v4.200h1.600V2.600zM5.200 7.900v1.600h1.600V7.900z',
  high: 'M6 1.200 11.300 10.800H.7z',
  medium: 'M6 .8 11.200 6 6 11.200.8 6z',
  low: 'M6 1.200a4.800 4.800 0 1 1 0 9.600 4.800 4.800 0 0 1 0-9.600z',
  info: 'M6 2.200a3.800 3.800 0 1 1 0 7.600 3.800 3.800 0 0 1 0-7.600z',
};

export interface SeverityMarkProps {
  readonly severity: Severity;
  /** `shape` leaves the word to screen readers. */
  readonly form?: 'full' | 'shape';
}

/** Severity as shape and word. */
export function SeverityMark(props: SeverityMarkProps): ReactNode {
  const t = useT();
  const name = t(`severity.${props.severity}`);
  const isShape = props.form === 'shape';
  return (
    <span className={css.mark} data-severity={props.severity} title={isShape ? name : undefined}>
      <SeverityShape severity={props.severity} />
      <span className={isShape ? css.unseen : undefined}>{name}</span>
    </span>
  );
}

export function SeverityShape(props: { readonly severity: Severity }): ReactNode {
  return (
    <svg
      className={css.shape}
      data-severity={props.severity}
      width="11"
      height="11"
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      <path d={shapes[props.severity]} fillRule="evenodd" />
    </svg>
  );
}

export type SeverityCounts = Readonly<Record<Severity, number>>;

export interface SeverityTabsProps {
  readonly counts: SeverityCounts | undefined;
  readonly chosen: readonly Severity[];
  readonly onChoose: (chosen: readonly Severity[]) => void;
}

/**
 * Severities as toggles with counts. A click shows only that one, a second click the default again; with
 * Ctrl or ⌘ severities are added and taken away.
 */
export function SeverityTabs(props: SeverityTabsProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const isAll = props.chosen.length === severities.length;
  const total = props.counts
    ? severities.reduce((sum, one) => sum + (props.counts?.[one] ?? 0), 0)
    : undefined;
  return (
    <fieldset className={css.tabs} title={t('severity.hint')}>
      <legend className={css.unseen}>{t('severity.label')}</legend>
      <button
        type="button"
        className={css.tab}
        aria-pressed={isAll}
        onClick={() => props.onChoose(isAll ? defaultSeverities : severities)}
      >
        {t('severity.all')}
        <span className={css.count}>{total === undefined ? '–' : formats.compact(total)}</span>
      </button>
      {severities.map((severity) => (
        <button
          key={severity}
          type="button"
          className={css.tab}
          data-severity={severity}
          aria-pressed={props.chosen.includes(severity) && !isAll}
          onClick={(event) => props.onChoose(chooseSeverity(props.chosen, severity, isAdding(event)))}
        >
          <SeverityShape severity={severity} />
          {t(`severity.${severity}`)}
          <span className={css.count}>{props.counts ? formats.compact(props.counts[severity]) : '–'}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** What is chosen after a click on `severity`. Nothing chosen is never left behind. */
function chooseSeverity(
  chosen: readonly Severity[],
  severity: Severity,
  isAdding: boolean,
): readonly Severity[] {
  if (!isAdding) {
    const isOnly = chosen.length === 1 && chosen[0] === severity;
    return isOnly ? defaultSeverities : [severity];
  }
  const next = severities.filter((one) => (one === severity ? !chosen.includes(one) : chosen.includes(one)));
  return next.length === 0 || isDefaultSeverities(next) ? defaultSeverities : next;
}

function isAdding(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey;
}
