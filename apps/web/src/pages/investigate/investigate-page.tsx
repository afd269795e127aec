import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';
import { Page } from '../../components/page.tsx';
import { useLocale, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useView } from '../../state/view.ts';
import { CaptureScreen } from './capture-screen.tsx';
import css from './investigate.module.css';
import { ChooseFile, OpenCapture, useDrop } from './open-capture.tsx';
import { closeCapture, useOpenedCapture } from './opened-capture.ts';
import { clockTime, durationText } from './time-text.ts';
import type { CaptureFacts } from './worker/protocol.ts';

/** A capture of system calls, read in the browser: what happened, in pictures, lists and single events. */
export default function InvestigatePage(): ReactNode {
  const t = useT();
  const opened = useOpenedCapture();
  const { update } = useView();
  const drop = useDrop();
  const isNarrow = useMediaQuery('(max-width: 900px)');
  const name = opened.kind === 'open' ? opened.facts.name : undefined;
  // A link tells which file it is about.
  useEffect(() => {
    if (name === undefined) return;
    update((before) => (before.capture?.file === name ? {} : { capture: { file: name } }), { replace: true });
  }, [name, update]);
  if (opened.kind !== 'open') {
    return (
      <Page title={t('nav.investigate')}>
        <OpenCapture opened={opened} />
      </Page>
    );
  }
  return (
    <Page
      title={t('nav.investigate')}
      {...(isNarrow === true ? {} : { aside: <CaptureHead facts={opened.facts} /> })}
      actions={
        <>
          <ChooseFile label={t('investigate.another')} isQuiet />
          <Button
            variant="default"
            onClick={() => {
              closeCapture();
              update({ capture: {}, view: undefined, open: undefined, text: undefined });
            }}
          >
            {t('investigate.close')}
          </Button>
        </>
      }
    >
      <div className={css.screen} data-over={drop.isOver} {...drop.handlers}>
        {isNarrow === true && <CaptureHead facts={opened.facts} />}
        <CaptureScreen key={opened.number} opened={opened} />
      </div>
    </Page>
  );
}

/** File, machine, time and size. */
function CaptureHead(props: { readonly facts: CaptureFacts }): ReactNode {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const { facts } = props;
  const parts = [
    facts.hostname,
    formats.moment(clockTime(facts.startedAt)),
    durationText(facts.span.to - facts.span.from, locale),
    t('investigate.eventCount', { count: facts.events }),
    t('investigate.drops', { count: facts.drops }),
  ];
  return (
    <span className={css.headFacts}>
      <b>{facts.name}</b>
      {parts
        .filter((part) => part !== '')
        .map((part) => (
          <span key={part}>{part}</span>
        ))}
    </span>
  );
}
