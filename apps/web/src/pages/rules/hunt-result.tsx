import { type HuntResult, severities, type ValueCount } from '@breakwater/model';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Histogram } from '../../components/histogram.tsx';
import { PartialNotice } from '../../components/message-panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { formatRange, type TimeWindow } from '../../state/time-range.ts';
import css from './hunt.module.css';

const shownSamples = 20;
const shownValues = 8;

/** What rules would have found: how often, when, where, by whom, and the newest events themselves. */
export function HuntResultView(props: {
  readonly result: HuntResult;
  readonly window: TimeWindow;
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const navigate = useNavigate();
  const { result, window } = props;
  const t0 = formatRange({ kind: 'fixed', ...window });
  const [loudest] = result.topWorkloads;
  return (
    <div className={css.result}>
      <p role="status" className={css.verdict}>
        {result.matched === 0
          ? t('hunt.none', { count: result.scanned })
          : t('hunt.matched', { count: result.matched, scanned: result.scanned })}
        {loudest && result.matched > 0 && (
          <span className={css.soft}>
            {' '}
            {t('hunt.loudest', { count: loudest.count, value: loudest.value })}
          </span>
        )}
      </p>
      {!result.isComplete && (
        <PartialNotice>{t('hunt.partial', { reason: result.gaps.join(' ') })}</PartialNotice>
      )}
      {result.matched > 0 && (
        <>
          <Histogram
            window={window}
            stepMs={result.stepMs}
            bars={result.bars}
            shown={severities}
            onSelect={(selected) =>
              void navigate({
                to: '/events',
                search: { t: formatRange({ kind: 'fixed', ...selected }), view: 'event', sev: 'all' },
              })
            }
          />
          <div className={css.tops}>
            <Top title={t('hunt.byRule')} values={result.byRule} />
            <Top title={t('hunt.workloads')} values={result.topWorkloads} />
            <Top title={t('hunt.identities')} values={result.topIdentities} />
          </div>
          <h3 className={css.topTitle}>
            {t('hunt.samples', { count: Math.min(shownSamples, result.samples.length) })}
          </h3>
          <ul className={css.samples}>
            {result.samples.slice(0, shownSamples).map((sample) => (
              <li key={`${sample.eventId} ${sample.rule}`}>
                <Link
                  to="/events"
                  search={{ t: t0, view: 'event', sev: 'all', open: `event:${sample.eventId}` }}
                  className={css.sample}
                >
                  <time dateTime={new Date(sample.time).toISOString()} className={css.sampleTime}>
                    {formats.rowMoment(sample.time, window.to)}
                  </time>
                  <span className={css.sampleRule}>{sample.rule}</span>
                  <span className={css.output}>{sample.output}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Values with their counts as bars, most frequent first. */
function Top(props: { readonly title: string; readonly values: readonly ValueCount[] }): ReactNode {
  const formats = useFormats();
  const highest = props.values[0]?.count ?? 1;
  if (props.values.length === 0) return null;
  return (
    <section>
      <h3 className={css.topTitle}>{props.title}</h3>
      <ul className={css.top}>
        {props.values.slice(0, shownValues).map(({ value, count }) => (
          <li key={value}>
            <span className={css.topValue} title={value}>
              {value}
            </span>
            <span className={css.topCount}>{formats.compact(count)}</span>
            <span
              className={css.topBar}
              style={{ inlineSize: `${(count / highest) * 100}%` }}
              aria-hidden="true"
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
