import { type Severity, severities } from '@breakwater/model';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { useFormats } from '../state/format.ts';
import type { TimeWindow } from '../state/time-range.ts';
import css from './histogram.module.css';
import { barAt, type HistogramBar, niceCeiling, selectionWindow, totalOf } from './histogram-bars.ts';
import { SeverityMark } from './severity.tsx';

export interface HistogramProps {
  readonly window: TimeWindow;
  readonly stepMs: number;
  /** Bars that are not empty; `time` is the start of a bar. */
  readonly bars: readonly HistogramBar[];
  readonly shown: readonly Severity[];
  /** A range was dragged, or chosen with the keyboard. */
  readonly onSelect: (window: TimeWindow) => void;
  readonly height?: number;
}

const width = 1000;

/** Counts over time, stacked by severity, least severe on top. Drag to choose a range. */
export function Histogram(props: HistogramProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const [cursor, setCursor] = useState<number>();
  const [anchor, setAnchor] = useState<number>();
  const [isDragging, setIsDragging] = useState(false);
  const { window, stepMs } = props;
  const height = props.height ?? 72;
  const count = Math.max(1, Math.ceil((window.to - window.from) / stepMs));
  const shown = severities.filter((severity) => props.shown.includes(severity));
  const highest = useMemo(
    () => niceCeiling(Math.max(0, ...props.bars.map((bar) => totalOf(bar, shown)))),
    [props.bars, shown],
  );
  const total = props.bars.reduce((sum, bar) => sum + totalOf(bar, shown), 0);
  const x = (time: number) => ((time - window.from) / (window.to - window.from)) * width;
  const barWidth = (stepMs / (window.to - window.from)) * width;
  const selected =
    cursor !== undefined && anchor !== undefined
      ? selectionWindow(window, stepMs, anchor, cursor)
      : undefined;
  const hovered = cursor === undefined ? undefined : barAt(props.bars, window, stepMs, cursor);
  const hoveredStart = cursor === undefined ? undefined : selectionWindow(window, stepMs, cursor, cursor);

  function indexAt(event: PointerEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    return Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const from = cursor ?? (step === 1 ? -1 : count);
      const next = Math.max(0, Math.min(count - 1, from + step));
      setAnchor(event.shiftKey ? (anchor ?? cursor ?? next) : next);
      setCursor(next);
    } else if (event.key === 'Enter' && selected) {
      event.preventDefault();
      props.onSelect(selected);
    } else if (event.key === 'Escape') {
      setCursor(undefined);
      setAnchor(undefined);
    }
  }

  return (
    <div className={css.frame}>
      <div
        className={css.plot}
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label={t('histogram.label', { count: total })}
        aria-valuemin={0}
        aria-valuemax={count - 1}
        aria-valuenow={cursor ?? 0}
        aria-valuetext={
          hoveredStart
            ? t('histogram.bar', {
                from: formats.moment(hoveredStart.from),
                to: formats.moment(hoveredStart.to),
                count: hovered ? totalOf(hovered, shown) : 0,
              })
            : t('histogram.zoom')
        }
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const index = indexAt(event);
          setAnchor(index);
          setCursor(index);
          setIsDragging(true);
        }}
        onPointerMove={(event) => {
          setCursor(indexAt(event));
          if (!isDragging) setAnchor(undefined);
        }}
        onPointerUp={() => {
          setIsDragging(false);
          if (isDragging && selected) props.onSelect(selected);
          setAnchor(undefined);
        }}
        onPointerCancel={() => {
          setIsDragging(false);
          setAnchor(undefined);
        }}
        onPointerLeave={() => {
          if (!isDragging) setCursor(undefined);
        }}
      >
        <svg className={css.svg} viewBox={`0 0 ${width} 100`} preserveAspectRatio="none" aria-hidden="true">
          <line className={css.grid} x1="0" x2={width} y1="50" y2="50" />
          {props.bars.map((bar) => (
            <Bar
              key={bar.time}
              bar={bar}
              shown={shown}
              highest={highest}
              x={x(bar.time)}
              width={Math.max(0.6, barWidth - Math.min(2, barWidth * 0.15))}
            />
          ))}
          {selected && (
            <rect
              className={css.selection}
              x={x(selected.from)}
              width={Math.max(0, x(selected.to) - x(selected.from))}
              y="0"
              height="100"
            />
          )}
        </svg>
        {total === 0 && <span className={css.empty}>{t('histogram.empty')}</span>}
        {highest > 0 && <span className={css.scale}>{formats.compact(highest)}</span>}
        {hoveredStart && cursor !== undefined && (
          <div
            className={css.tip}
            data-side={cursor > count / 2 ? 'left' : 'right'}
            style={{ left: `${((cursor + 0.5) / count) * 100}%` }}
          >
            <span className={css.tipTime}>
              {formats.window(isDragging && selected ? selected : hoveredStart)}
            </span>
            {shown.map((severity) =>
              (hovered?.counts[severity] ?? 0) === 0 ? null : (
                <span key={severity} className={css.tipRow}>
                  <SeverityMark severity={severity} />
                  <b>{formats.number(hovered?.counts[severity] ?? 0)}</b>
                </span>
              ),
            )}
          </div>
        )}
      </div>
      <div className={css.axis} aria-hidden="true">
        <span>{formats.rowMoment(window.from, window.to)}</span>
        <span>{formats.rowMoment((window.from + window.to) / 2, window.to)}</span>
        <span>{formats.rowMoment(window.to, window.to)}</span>
      </div>
    </div>
  );
}

interface BarProps {
  readonly bar: HistogramBar;
  readonly shown: readonly Severity[];
  readonly highest: number;
  readonly x: number;
  readonly width: number;
}

function Bar(props: BarProps): ReactNode {
  let top = 100;
  return props.shown.map((severity) => {
    const count = props.bar.counts[severity] ?? 0;
    if (count === 0) return null;
    const height = (count / props.highest) * 100;
    top -= height;
    return (
      <rect
        key={severity}
        className={css.bar}
        data-severity={severity}
        x={props.x}
        y={top}
        width={props.width}
        height={height}
      />
    );
  });
}
