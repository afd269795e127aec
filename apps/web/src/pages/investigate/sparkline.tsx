import { type ReactNode, useMemo } from 'react';
import css from './investigate.module.css';

const width = 400;
const height = 100;

/** Amounts over time as bars that touch: a picture only, what it says stands beside it. */
export function Sparkline(props: {
  readonly samples: readonly number[];
  /** Bars to draw: samples beside one another are added up. */
  readonly bars?: number;
}): ReactNode {
  const { samples, bars = samples.length } = props;
  const path = useMemo(() => pathOf(addedUp(samples, bars)), [samples, bars]);
  return (
    <svg
      className={css.spark}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}

function addedUp(samples: readonly number[], bars: number): readonly number[] {
  if (bars >= samples.length) return samples;
  const sums: number[] = new Array(bars).fill(0);
  for (const [index, amount] of samples.entries()) {
    const bar = Math.floor((index * bars) / samples.length);
    sums[bar] = (sums[bar] ?? 0) + amount;
  }
  return sums;
}

/** What is there at all has at least a twelfth of the height. */
function pathOf(samples: readonly number[]): string {
  const most = Math.max(...samples, 0);
  if (most === 0) return '';
  const step = width / samples.length;
  let path = '';
  for (const [index, amount] of samples.entries()) {
    if (amount === 0) continue;
    const top = height - Math.max(height / 12, (amount / most) * height);
    const left = index * step;
    path += `M${left.toFixed(1)} ${height}V${top.toFixed(1)}H${(left + Math.max(step, 1.5)).toFixed(1)}V${height}z`;
  }
  return path;
}
