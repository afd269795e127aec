import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { type Formats, useFormats } from '../state/format.ts';
import { fromFieldText, toFieldText } from '../state/moment-field.ts';
import { useNow } from '../state/now.ts';
import { type TimeZoneChoice, usePreference } from '../state/preferences.ts';
import { useShortcut } from '../state/shortcuts.ts';
import {
  freezeRange,
  goLive,
  presetOf,
  presets,
  rangeSpan,
  resolveRange,
  spanOf,
  stepRange,
  type TimeRange,
  type TimeWindow,
} from '../state/time-range.ts';
import { useView } from '../state/view.ts';
import { Icon } from './icons.tsx';
import css from './time-bar.module.css';

/** What time is looked at: presets, a range of one's own, steps, Live or Paused. */
export function TimeBar(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { state, update } = useView();
  const [zone, setZone] = usePreference('timeZone');
  const { range } = state;
  const isLive = range.kind === 'live';
  const preset = presetOf(range);
  const set = (next: TimeRange) => update({ range: next });
  const toggle = () => set(isLive ? freezeRange(range, Date.now()) : goLive(range));
  const step = (direction: -1 | 1) => set(stepRange(range, direction, Date.now()));
  useShortcut('l', toggle);
  useShortcut('t a', () => set(freezeRange(range, Date.now())));
  useShortcut('t ArrowLeft', () => step(-1));
  useShortcut('t ArrowRight', () => step(1));
  return (
    <section className={css.bar} aria-label={t('time.label')}>
      <button
        type="button"
        className={css.live}
        data-is-live={isLive}
        onClick={toggle}
        title={isLive ? t('time.pause') : t('time.resume')}
      >
        <Icon name={isLive ? 'pause' : 'play'} size={13} />
        <span className={css.liveText}>{isLive ? t('time.live') : t('time.paused')}</span>
      </button>
      <button
        type="button"
        className={css.step}
        onClick={() => step(-1)}
        aria-label={t('time.back')}
        title={t('time.back')}
      >
        <Icon name="chevronLeft" size={14} />
      </button>
      <button
        type="button"
        className={css.step}
        onClick={() => step(1)}
        disabled={isLive || range.to >= now}
        aria-label={t('time.forward')}
        title={t('time.forward')}
      >
        <Icon name="chevronRight" size={14} />
      </button>
      <CustomRange range={range} zone={zone} onSet={set}>
        <span className={css.absolute}>{formats.window(resolveRange(range, now))}</span>
        <span className={css.relative}>{rangeText(range, t, formats)}</span>
      </CustomRange>
      <fieldset className={css.presets}>
        <legend className={css.unseen}>{t('time.presets')}</legend>
        {presets.map((one) => (
          <button
            key={one}
            type="button"
            className={css.preset}
            aria-pressed={preset === one}
            aria-label={`${one.toUpperCase()} ${t(`time.last.${one}`)}`}
            title={t(`time.last.${one}`)}
            onClick={() => set({ kind: 'live', spanMs: spanOf(one) })}
          >
            {one.toUpperCase()}
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        className={css.zone}
        onClick={() => setZone(zone === 'utc' ? 'local' : 'utc')}
        title={t('time.zone', { zone: formats.zone })}
      >
        {zone === 'utc' ? t('time.utc') : t('time.local')}
      </button>
    </section>
  );
}

/** `Last 1 day` for a live range, `1 day` for a fixed one. */
function rangeText(range: TimeRange, t: ReturnType<typeof useT>, formats: Formats): string {
  const preset = presetOf(range);
  if (range.kind === 'live' && preset) return t(`time.last.${preset}`);
  const span = formats.span(rangeSpan(range));
  return range.kind === 'live' ? t('time.lastOther', { span }) : span;
}

interface CustomRangeProps {
  readonly range: TimeRange;
  readonly zone: TimeZoneChoice;
  readonly onSet: (range: TimeRange) => void;
  readonly children: ReactNode;
}

function CustomRange(props: CustomRangeProps): ReactNode {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="top-start" trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton className={css.range} onClick={() => setIsOpen(!isOpen)} title={t('time.custom')}>
          <Icon name="calendar" size={14} />
          {props.children}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={css.custom}>
        {isOpen && (
          <RangeForm
            window={resolveRange(props.range, Date.now())}
            zone={props.zone}
            onApply={(window) => {
              setIsOpen(false);
              props.onSet({ kind: 'fixed', ...window });
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

interface RangeFormProps {
  readonly window: TimeWindow;
  readonly zone: TimeZoneChoice;
  readonly onApply: (window: TimeWindow) => void;
}

function RangeForm(props: RangeFormProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const [from, setFrom] = useState(toFieldText(props.window.from, props.zone));
  const [to, setTo] = useState(toFieldText(props.window.to, props.zone));
  const start = fromFieldText(from, props.zone);
  const end = fromFieldText(to, props.zone);
  const window =
    start !== undefined && end !== undefined && start < end ? { from: start, to: end } : undefined;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (window) props.onApply(window);
      }}
    >
      <TextInput
        data-autofocus
        type="datetime-local"
        step={1}
        label={t('time.from')}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        step={1}
        label={t('time.to')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={window ? undefined : t('time.invalid')}
      />
      <div className={css.formEnd}>
        <span className={css.relative}>{formats.zone}</span>
        <Button type="submit" disabled={!window}>
          {t('time.apply')}
        </Button>
      </div>
    </form>
  );
}
