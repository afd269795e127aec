import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useLocale, useT } from '../../i18n/i18n.tsx';
import { type Formats, useFormats } from '../../state/format.ts';
import { type TimeZoneChoice, usePreference } from '../../state/preferences.ts';
import { alignSeries, type MetricChart as Chart, peakOf } from './task-view.ts';
import css from './tasks.module.css';

const height = 150;
const lineColors = ['--bw-accent', '--bw-high-fill', '--bw-low-fill', '--bw-medium-fill', '--bw-info-fill'];

export interface MetricChartProps {
  readonly chart: Chart;
  /** When the task stopped, in milliseconds since the epoch. */
  readonly stoppedAt: number | undefined;
}

/** The last minutes of a metric against its limit; the moment of the stop is marked. */
export function MetricChart(props: MetricChartProps): ReactNode {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const [zone] = usePreference('timeZone');
  const scheme = useComputedColorScheme();
  const { ref, width } = useElementSize();
  const host = useRef<HTMLDivElement>(null);
  const { chart, stoppedAt } = props;
  const name = t(`tasks.chart.${chart.kind}`);
  const peak = peakOf(chart);
  const show = (value: number) => valueText(chart, value, formats);
  const label =
    chart.limit === undefined
      ? t('tasks.chartPeak', { name, peak: show(peak) })
      : t('tasks.chartPeakOf', {
          name,
          peak: show(peak),
          limit: show(chart.limit),
          share: formats.percent(peak / chart.limit),
        });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme or language draws it anew
  useEffect(() => {
    const target = host.current;
    if (!target || width === 0) return;
    const plot = new uPlot(
      plotOptions({ chart, stoppedAt, width, formats, zone, locale, taskName: t('field.task'), target }),
      alignSeries(chart.series) as uPlot.AlignedData,
      target,
    );
    return () => plot.destroy();
  }, [chart, stoppedAt, width, scheme, formats, zone, locale, t]);

  return (
    <figure className={css.chart}>
      <figcaption className={css.chartHead}>
        <span className={css.chartName}>{name}</span>
        <span className={css.soft}>
          {chart.limit === undefined
            ? t('tasks.peak', { peak: show(peak) })
            : t('tasks.peakOf', {
                peak: show(peak),
                limit: show(chart.limit),
                share: formats.percent(peak / chart.limit),
              })}
        </span>
      </figcaption>
      <div ref={ref}>
        <div ref={host} className={css.plot} style={{ height }} role="img" aria-label={label} />
      </div>
      {chart.series.length > 1 && (
        <ul className={css.legend}>
          {chart.series.map((series, index) => (
            <li key={`${series.metric} ${series.container ?? ''}`}>
              <span
                className={css.legendKey}
                style={{ background: `var(${lineColors[index % lineColors.length]})` }}
                aria-hidden="true"
              />
              {series.container ?? t('tasks.wholeTask')}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

interface PlotInput extends MetricChartProps {
  readonly width: number;
  readonly formats: Formats;
  readonly zone: TimeZoneChoice;
  readonly locale: string;
  readonly taskName: string;
  readonly target: HTMLElement;
}

function plotOptions(input: PlotInput): uPlot.Options {
  const { chart, formats, locale } = input;
  const style = getComputedStyle(input.target);
  const color = (variable: string) => style.getPropertyValue(variable).trim();
  const faint = color('--bw-text-faint');
  const line = color('--bw-line');
  const timeZone = input.zone === 'utc' ? { timeZone: 'UTC' } : {};
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', ...timeZone });
  const font = '11px ui-sans-serif, system-ui, sans-serif';
  return {
    width: input.width,
    height,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    padding: [10, 26, 0, 0],
    scales: {
      x: {
        time: true,
        range: (_plot, first, last) => [first, Math.max(last, (input.stoppedAt ?? 0) / 1000)],
      },
      y: { range: (_plot, _least, most) => [0, Math.max(most, chart.limit ?? 0) * 1.08 || 1] },
    },
    axes: [
      {
        stroke: faint,
        font,
        grid: { show: false },
        ticks: { show: false },
        size: 24,
        values: (_plot, times) => times.map((time) => clock.format(time * 1000)),
      },
      {
        stroke: faint,
        font,
        grid: { stroke: line, width: 1 },
        ticks: { show: false },
        size: 62,
        splits: (_plot, _axis, least, most) => niceSplits(least, most, chart.unit),
        values: (_plot, values) => values.map((value) => valueText(chart, value, formats)),
      },
    ],
    series: [
      {},
      ...chart.series.map((series, index) => ({
        label: series.container ?? input.taskName,
        stroke: color(lineColors[index % lineColors.length] ?? '--bw-accent'),
        width: index === 0 ? 2 : 1.25,
        points: { show: false },
        spanGaps: true,
      })),
    ],
    plugins: [markers(input, color), tip(input)],
  };
}

/** The limit as a dashed line across, the stop as a line down. */
function markers(input: PlotInput, color: (variable: string) => string): uPlot.Plugin {
  return {
    hooks: {
      draw: (plot) => {
        const { ctx, bbox } = plot;
        ctx.save();
        ctx.lineWidth = devicePixelRatio;
        if (input.chart.limit !== undefined) {
          const y = plot.valToPos(input.chart.limit, 'y', true);
          ctx.strokeStyle = color('--bw-bad');
          ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
          stroke(ctx, bbox.left, y, bbox.left + bbox.width, y);
        }
        const end =
          input.stoppedAt === undefined ? undefined : plot.valToPos(input.stoppedAt / 1000, 'x', true);
        if (end !== undefined && end <= bbox.left + bbox.width) {
          ctx.strokeStyle = color('--bw-text-soft');
          ctx.setLineDash([]);
          stroke(ctx, end, bbox.top, end, bbox.top + bbox.height);
        }
        ctx.restore();
      },
    },
  };
}

function stroke(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

/** The time and values under the pointer. */
function tip(input: PlotInput): uPlot.Plugin {
  const box = document.createElement('div');
  box.className = css.tip ?? '';
  return {
    hooks: {
      init: (plot) => {
        box.hidden = true;
        plot.over.append(box);
      },
      setCursor: (plot) => {
        const { idx, left = -1 } = plot.cursor;
        if (idx === null || idx === undefined || left < 0) {
          box.hidden = true;
          return;
        }
        const time = plot.data[0][idx] ?? 0;
        const lines = plot.series.slice(1).flatMap((series, index) => {
          const value = plot.data[index + 1]?.[idx];
          return value === null || value === undefined
            ? []
            : [`${String(series.label)}  ${valueText(input.chart, value, input.formats)}`];
        });
        box.textContent = [input.formats.moment(time * 1000), ...lines].join('\n');
        box.hidden = false;
        box.dataset.side = left > plot.over.clientWidth / 2 ? 'left' : 'right';
        box.style.left = `${left}px`;
      },
    },
  };
}

function valueText(chart: Chart, value: number, formats: Formats): string {
  if (chart.unit === 'bytes') return binaryText(value, formats);
  return `${formats.number(Math.round(value * 1000) / 1000)} vCPU`;
}

/** Memory as AWS counts it: 512 MiB, 2 GiB. */
function binaryText(value: number, formats: Formats): string {
  const mebibytes = value / 1_048_576;
  if (mebibytes >= 1024) return `${formats.number(Math.round((mebibytes / 1024) * 100) / 100)} GiB`;
  return `${formats.number(Math.round(mebibytes))} MiB`;
}

/** Four to six round steps; for bytes round in MiB. */
function niceSplits(least: number, most: number, unit: Chart['unit']): number[] {
  const base = unit === 'bytes' ? 1_048_576 : 1;
  const wanted = (most - least) / base / 4;
  const power = unit === 'bytes' ? 2 ** Math.floor(Math.log2(wanted)) : 10 ** Math.floor(Math.log10(wanted));
  const factors = unit === 'bytes' ? [1, 2] : [1, 2, 2.5, 5, 10];
  const step = (factors.find((factor) => factor * power >= wanted) ?? 1) * power * base;
  const splits: number[] = [];
  for (let value = 0; value <= most && splits.length < 20; value += step) splits.push(value);
  return splits;
}
