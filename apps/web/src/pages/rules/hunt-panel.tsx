import type { HuntBody } from '@breakwater/api';
import { Button, NativeSelect } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { usePermission } from '../../api/session.ts';
import { Section } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { type Preset, spanOf } from '../../state/time-range.ts';
import css from './hunt.module.css';
import { HuntResultView } from './hunt-result.tsx';
import { useHunt } from './use-hunt.ts';

export interface HuntPanelProps {
  readonly title: string;
  readonly text: string;
  /** What to run, asked when the reader starts; undefined when there is nothing that could run. */
  readonly ask: () => Omit<HuntBody, 'from' | 'to'> | undefined;
  /** Why it cannot be started now. */
  readonly blocked?: string | undefined;
}

const spans: readonly Preset[] = ['1h', '1d', '3d', '1w', '2w'];

/** Runs rules over events that are stored already: what they would have found. */
export function HuntPanel(props: HuntPanelProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const canRun = usePermission('respond');
  const { hunt, isRunning, error, start, cancel } = useHunt();
  const [preset, setPreset] = useState<Preset>('1w');
  const [window, setWindow] = useState<{ readonly from: number; readonly to: number }>();
  if (!canRun) return null;

  function run(): void {
    const asked = props.ask();
    if (!asked) return;
    const to = Date.now();
    const range = { from: to - spanOf(preset), to };
    setWindow(range);
    start({ ...asked, ...range });
  }

  return (
    <Section title={props.title}>
      <div className={css.body}>
        <p className={css.soft}>{props.text}</p>
        <div className={css.line}>
          <NativeSelect
            aria-label={t('hunt.range')}
            value={preset}
            onChange={(event) => setPreset(event.currentTarget.value as Preset)}
            data={spans.map((value) => ({ value, label: t(`time.last.${value}`) }))}
            disabled={isRunning}
          />
          {isRunning ? (
            <Button variant="default" onClick={cancel}>
              {t('hunt.cancel')}
            </Button>
          ) : (
            <Button variant="default" onClick={run} disabled={props.blocked !== undefined}>
              {t('hunt.start')}
            </Button>
          )}
          {props.blocked !== undefined && !isRunning && <span className={css.soft}>{props.blocked}</span>}
          {isRunning && (
            <span className={css.progress}>
              <progress value={hunt?.progress ?? 0} max={1} aria-label={t('hunt.progress')} />
              <span className={css.soft}>{formats.percent(hunt?.progress ?? 0)}</span>
            </span>
          )}
        </div>
        {error && (
          <p role="alert" className={css.failed}>
            {errorMessage(error, t)}
          </p>
        )}
        {hunt?.status === 'failed' && (
          <p role="alert" className={css.failed}>
            {t('hunt.failed', { reason: hunt.error ?? '' })}
          </p>
        )}
        {hunt?.status === 'cancelled' && <p role="status">{t('hunt.cancelled')}</p>}
        {hunt?.result && window && <HuntResultView result={hunt.result} window={window} />}
      </div>
    </Section>
  );
}
