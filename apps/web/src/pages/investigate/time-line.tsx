import type { Detected, TimeSpan } from '@breakwater/investigate';
import { ActionIcon } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Icon } from '../../components/icons.tsx';
import { SeverityShape } from '../../components/severity.tsx';
import { useLocale, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useAsk, useCapture } from './capture-context.ts';
import { toMoment, useCaptureState } from './capture-view.ts';
import css from './investigate.module.css';
import { marksOf } from './marks.ts';
import { Sparkline } from './sparkline.tsx';
import { durationText, momentText } from './time-text.ts';

/** Parts of the capture that a brush can tell apart. */
const steps = 400;
/** Pixels that a mark needs. */
const markWidth = 46;

/** The whole capture with what was detected; drag, or use the arrow keys, to choose a part of it. */
export function TimeLine(): ReactNode {
  const t = useT();
  const locale = useLocale();
  const { facts, span } = useCapture();
  const { state, change } = useCaptureState();
  const whole = useAsk('tiles', { count: steps });
  const brush = useBrush(facts.span, span, (next) => change({ span: next }));
  const { from, to } = facts.span;
  const share = useCallback(
    (at: number): number => Math.max(0, Math.min(1, (at - from) / (to - from))),
    [from, to],
  );
  const events = whole.data?.find(({ id }) => id === 'events');
  const chosen = brush.selected ?? span;
  return (
    <section className={css.timeLine} aria-label={t('investigate.timeLine')}>
      <div className={css.lane}>
        <div className={css.laneName}>
          <span className={css.laneTitle}>{t('investigate.timeLine')}</span>
          <span className={css.laneTotal}>
            {chosen === undefined
              ? durationText(to - from, locale)
              : durationText(chosen.to - chosen.from, locale)}
          </span>
        </div>
        <div
          className={css.overview}
          role="slider"
          tabIndex={0}
          aria-label={t('investigate.brush')}
          aria-valuemin={0}
          aria-valuemax={steps}
          aria-valuenow={brush.cursor ?? 0}
          aria-valuetext={
            chosen === undefined
              ? t('investigate.brushHint')
              : t('investigate.brushed', { from: momentText(chosen.from), to: momentText(chosen.to) })
          }
          {...brush.handlers}
        >
          <Sparkline samples={events?.samples ?? []} />
          {chosen !== undefined && (
            <div
              className={css.brushed}
              style={{ left: `${share(chosen.from) * 100}%`, right: `${(1 - share(chosen.to)) * 100}%` }}
            />
          )}
          {brush.cursor !== undefined && (
            <div className={css.cursor} style={{ left: `${(brush.cursor / steps) * 100}%` }}>
              <span data-side={brush.cursor > steps / 2 ? 'left' : 'right'}>
                {momentText(from + (brush.cursor / steps) * (to - from))}
              </span>
            </div>
          )}
        </div>
      </div>
      {facts.detections.length > 0 && <Marks detections={facts.detections} share={share} />}
      {state.pins.map((id) => (
        <Pinned key={id} id={id} />
      ))}
    </section>
  );
}

/** Detections where they happened; a press leads to the moment. */
function Marks(props: {
  readonly detections: readonly Detected[];
  readonly share: (at: number) => number;
}): ReactNode {
  const t = useT();
  const { change } = useCaptureState();
  const formats = useFormats();
  const { span } = useCapture();
  const { ref, width } = useElementSize();
  const places = Math.max(4, Math.floor(width / markWidth));
  const { detections, share } = props;
  const marks = useMemo(() => marksOf(detections, share, places), [detections, share, places]);
  const inside = useMemo(
    () => detections.filter(({ at }) => span === undefined || (at >= span.from && at < span.to)).length,
    [detections, span],
  );
  const ticks = useMemo(
    () => [...new Set(detections.map(({ at }) => `M${(share(at) * 1000).toFixed(1)} 0v4`))].join(''),
    [detections, share],
  );
  return (
    <div className={css.lane}>
      <div className={css.laneName}>
        <span className={css.laneTitle}>{t('investigate.list.detections')}</span>
        <span className={css.laneTotal}>
          {inside === detections.length
            ? formats.number(inside)
            : t('investigate.ofAll', {
                part: formats.number(inside),
                whole: formats.number(detections.length),
              })}
        </span>
      </div>
      <div className={css.marks} ref={ref}>
        <svg className={css.ticks} viewBox="0 0 1000 4" preserveAspectRatio="none" aria-hidden="true">
          <path d={ticks} />
        </svg>
        {marks.map((mark) => {
          const moment = momentText(mark.at);
          const rule = mark.rules.join(', ');
          const label =
            mark.count === 1
              ? t('investigate.mark', { rule, moment })
              : t('investigate.marks', { count: mark.count, moment, rule });
          return (
            <button
              key={mark.first}
              type="button"
              className={css.mark}
              style={{ left: `${mark.share * 100}%` }}
              title={label}
              aria-label={label}
              onClick={() =>
                change({
                  ...toMoment(mark.at, span),
                  list: 'detections',
                  text: undefined,
                  opened: { kind: 'detection', number: mark.first },
                })
              }
            >
              <SeverityShape severity={mark.severity} />
              {mark.count > 1 && <span>{formats.compact(mark.count)}</span>}
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** A tile that was pinned, over the part that is looked at. */
function Pinned(props: { readonly id: string }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { span } = useCapture();
  const { state, change } = useCaptureState();
  const tiles = useAsk('tiles', { ...(span === undefined ? {} : { span }), count: steps });
  const tile = tiles.data?.find(({ id }) => id === props.id);
  if (tile === undefined) return null;
  const name = t(`investigate.tile.${tile.id}` as Parameters<typeof t>[0]);
  return (
    <div className={css.lane}>
      <div className={css.laneName}>
        <span className={css.laneTitle}>{name}</span>
        <span className={css.laneTotal}>
          {tile.unit === 'bytes' ? formats.bytes(tile.total) : formats.number(tile.total)}
        </span>
        <ActionIcon
          size="sm"
          onClick={() => change({ pins: state.pins.filter((id) => id !== props.id) })}
          aria-label={t('investigate.unpin', { name })}
          title={t('investigate.unpin', { name })}
        >
          <Icon name="close" size={12} />
        </ActionIcon>
      </div>
      <div className={css.pinned}>
        <Sparkline samples={tile.samples} />
      </div>
    </div>
  );
}

interface Brush {
  readonly cursor: number | undefined;
  readonly selected: TimeSpan | undefined;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
    readonly onPointerLeave: () => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

/** A part chosen by dragging, or by Shift and the arrow keys and Enter; Escape gives the whole back. */
function useBrush(
  whole: TimeSpan,
  span: TimeSpan | undefined,
  onChoose: (span: TimeSpan | undefined) => void,
): Brush {
  const [cursor, setCursor] = useState<number>();
  const [anchor, setAnchor] = useState<number>();
  const isDragging = useRef(false);
  const at = (step: number): number => whole.from + (step / steps) * (whole.to - whole.from);
  const selected =
    cursor !== undefined && anchor !== undefined && cursor !== anchor
      ? { from: at(Math.min(cursor, anchor)), to: at(Math.max(cursor, anchor)) }
      : undefined;

  function stepAt(event: PointerEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    const share = box.width === 0 ? 0 : (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(steps, Math.round(share * steps)));
  }

  function end(): void {
    if (isDragging.current) {
      if (selected !== undefined) onChoose(selected);
      else if (span !== undefined) onChoose(undefined);
    }
    isDragging.current = false;
    setAnchor(undefined);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const size = event.ctrlKey || event.metaKey ? 1 : 4;
    const before = cursor ?? 0;
    const next = {
      ...{ ArrowLeft: before - size, ArrowRight: before + size, PageUp: before - 40, PageDown: before + 40 },
      ...{ Home: 0, End: steps },
    }[event.key];
    if (next !== undefined) {
      setAnchor(event.shiftKey ? (anchor ?? before) : undefined);
      setCursor(Math.max(0, Math.min(steps, next)));
    } else if (event.key === 'Enter' && selected !== undefined) {
      onChoose(selected);
      setAnchor(undefined);
    } else if (event.key === 'Escape' && (selected !== undefined || span !== undefined)) {
      setAnchor(undefined);
      setCursor(undefined);
      if (selected === undefined) onChoose(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    cursor,
    selected,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        isDragging.current = true;
        setAnchor(stepAt(event));
        setCursor(stepAt(event));
      },
      onPointerMove: (event) => setCursor(stepAt(event)),
      onPointerUp: end,
      onPointerCancel: () => {
        isDragging.current = false;
        setAnchor(undefined);
      },
      onPointerLeave: () => {
        if (!isDragging.current) setCursor(undefined);
      },
      onKeyDown,
    },
  };
}
