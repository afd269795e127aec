import type { FrameworkSummary } from '@breakwater/api';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import css from './compliance.module.css';
import { trendPoints } from './trend-points.ts';

const width = 120;
const height = 28;

/** The score over the days it was assessed; one day alone is a dot. */
export function Trend(props: { readonly history: FrameworkSummary['history'] }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const points = trendPoints(props.history, width, height);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const label = t('compliance.trend', {
    from: formats.percent(first.score),
    to: formats.percent(last.score),
    count: points.length,
  });
  return (
    <svg
      className={css.trend}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <line className={css.trendBase} x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
      <polyline className={css.trendLine} points={points.map((point) => `${point.x},${point.y}`).join(' ')} />
      <circle className={css.trendDot} cx={last.x} cy={last.y} r="2.5" />
    </svg>
  );
}
