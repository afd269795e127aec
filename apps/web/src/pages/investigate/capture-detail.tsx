import { streams } from '@breakwater/investigate';
import { severityFromPriority } from '@breakwater/model';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { CopyButton } from '../../components/copy-button.tsx';
import { DetailBlock, DetailStack, DetailState } from '../../components/detail.tsx';
import { Facts } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { type Translate, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useAsk, useCapture, useSpanFacts } from './capture-context.ts';
import { type Opened, toMoment, useCaptureState } from './capture-view.ts';
import css from './investigate.module.css';
import { PayloadView } from './payload-view.tsx';
import { SessionDetail } from './session-list.tsx';
import { containerName } from './stream-list.tsx';
import { clockTime, momentText } from './time-text.ts';

type Key = Parameters<Translate>[0];

export function DetailTitle(props: { readonly opened: Opened }): ReactNode {
  const t = useT();
  const { facts } = useCapture();
  const { opened } = props;
  switch (opened.kind) {
    case 'process': {
      const process = facts.processes[opened.number - 1];
      return `${process?.name ?? ''} ${process?.pid ?? ''}`;
    }
    case 'event':
      return t('investigate.eventTitle', { number: opened.number });
    case 'session': {
      const session = facts.sessions[opened.number];
      return `${session?.shell ?? ''} ${session?.terminal ?? ''}`;
    }
    case 'detection':
      return facts.detections[opened.number]?.rule ?? '';
    case 'row':
      return t(`investigate.list.${opened.stream}` as Key);
  }
}

/** What is open beside the list. */
export function Detail(props: { readonly opened: Opened }): ReactNode {
  const { opened } = props;
  switch (opened.kind) {
    case 'process':
      return <ProcessDetail number={opened.number} />;
    case 'event':
      return <EventDetail number={opened.number} />;
    case 'session':
      return <SessionDetail number={opened.number} />;
    case 'detection':
      return <DetectionDetail number={opened.number} />;
    case 'row':
      return <RowDetail stream={opened.stream} number={opened.number} />;
  }
}

function ProcessDetail(props: { readonly number: number }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { facts } = useCapture();
  const { change } = useCaptureState();
  const part = useSpanFacts();
  const process = facts.processes[props.number - 1];
  if (process === undefined) return null;
  const parent = facts.processes[process.parent - 1];
  const moment = (at: number | undefined, otherwise: Key): string =>
    at === undefined
      ? t(otherwise)
      : `${momentText(at)} · ${formats.moment(clockTime(facts.startedAt + at / 1e6))}`;
  const container = facts.containers[process.container - 1];
  const isOfIt = { kind: 'process', number: process.number } as const;
  return (
    <DetailStack>
      <div className={css.buttons}>
        <Button
          onClick={() => change({ list: 'events', within: isOfIt, opened: undefined, filter: undefined })}
        >
          {t('investigate.itsEvents', { count: part?.processEvents[process.number] ?? process.events })}
        </Button>
        {(['files', 'connections', 'commands'] as const).map((list) => (
          <Button
            key={list}
            variant="default"
            onClick={() => change({ list, within: isOfIt, opened: undefined, text: undefined })}
          >
            {t(`investigate.list.${list}`)}
          </Button>
        ))}
        {process.startedAt !== undefined && process.endedAt !== undefined && (
          <Button
            variant="default"
            onClick={() =>
              change({ span: { from: process.startedAt ?? 0, to: (process.endedAt ?? 0) + 1000 } })
            }
          >
            {t('investigate.itsTime')}
          </Button>
        )}
      </div>
      <p className={css.commandLine}>{process.commandLine}</p>
      <Facts
        rows={[
          { name: t('investigate.program'), value: process.exe },
          { name: t('investigate.user'), value: process.user },
          { name: t('investigate.started'), value: moment(process.startedAt, 'investigate.before') },
          { name: t('investigate.ended'), value: moment(process.endedAt, 'investigate.after') },
          ...(process.exitCode === undefined
            ? []
            : [{ name: t('investigate.exitCode'), value: String(process.exitCode) }]),
          ...(process.signal === 0 ? [] : [{ name: t('investigate.signal'), value: String(process.signal) }]),
          ...(container === undefined
            ? []
            : [
                { name: t('investigate.container'), value: `${containerName(container)} (${container.id})` },
                ...(container.image === '' ? [] : [{ name: t('investigate.image'), value: container.image }]),
              ]),
          ...(parent === undefined
            ? []
            : [
                {
                  name: t('investigate.parent'),
                  value: (
                    <button
                      type="button"
                      className={css.link}
                      onClick={() => change({ opened: { kind: 'process', number: parent.number } })}
                    >
                      {`${parent.name} ${parent.pid}`}
                    </button>
                  ),
                },
              ]),
        ]}
      />
    </DetailStack>
  );
}

function RowDetail(props: { readonly stream: string; readonly number: number }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { facts, span } = useCapture();
  const { change } = useCaptureState();
  const figures = streams.find(({ id }) => id === props.stream)?.figures ?? [];
  const asked = { stream: props.stream, number: props.number, ...(span === undefined ? {} : { span }) };
  const reading = useAsk('row', asked, { keeps: false });
  const [isPayload, setPayload] = useState(false);
  const hasPayload = props.stream === 'files' || props.stream === 'connections';
  return (
    <DetailState reading={reading} failedTitle={t('investigate.noRows')}>
      {(row) =>
        row && (
          <DetailStack>
            <p className={css.commandLine}>{row.what}</p>
            <div className={css.buttons}>
              <Button
                onClick={() =>
                  change({
                    list: 'events',
                    within: { kind: 'row', stream: props.stream, number: row.number },
                    opened: { kind: 'event', number: row.event },
                    filter: undefined,
                  })
                }
              >
                {t('investigate.itsEvents', { count: row.events })}
              </Button>
              {hasPayload && (
                <Button variant="default" onClick={() => setPayload(true)} disabled={isPayload}>
                  {t('investigate.showPayload')}
                </Button>
              )}
            </div>
            <Facts
              rows={[
                ...(row.detail === '' ? [] : [{ name: t('investigate.detail'), value: row.detail }]),
                {
                  name: t('investigate.time'),
                  value: `${momentText(row.firstAt)} – ${momentText(row.lastAt)}`,
                },
                ...figures.flatMap(({ id, unit }, index) => {
                  const amount = row.figures[index] ?? 0;
                  if (amount === 0) return [];
                  const value = unit === 'bytes' ? formats.bytes(amount) : formats.number(amount);
                  return [{ name: t(`investigate.figure.${id}` as Key), value }];
                }),
                {
                  name: t('investigate.process'),
                  value: (
                    <button
                      type="button"
                      className={css.link}
                      onClick={() => change({ opened: { kind: 'process', number: row.process } })}
                    >
                      {facts.processes[row.process - 1]?.commandLine ?? ''}
                    </button>
                  ),
                },
              ]}
            />
            {isPayload && <PayloadView stream={props.stream} number={row.number} />}
          </DetailStack>
        )
      }
    </DetailState>
  );
}

function DetectionDetail(props: { readonly number: number }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { facts, span } = useCapture();
  const { change } = useCaptureState();
  const detection = facts.detections[props.number];
  if (detection === undefined) return null;
  return (
    <DetailStack>
      <SeverityMark severity={severityFromPriority(detection.priority)} />
      <p className={css.output}>{detection.output}</p>
      <div className={css.buttons}>
        <Button
          onClick={() =>
            change({
              ...toMoment(detection.at, span),
              list: 'events',
              within: undefined,
              filter: undefined,
              opened: { kind: 'event', number: detection.event },
            })
          }
        >
          {t('investigate.itsMoment')}
        </Button>
        <Button
          variant="default"
          onClick={() =>
            change({
              list: 'processes',
              opened: { kind: 'process', number: detection.process },
              text: undefined,
            })
          }
        >
          {t('investigate.itsProcess')}
        </Button>
      </div>
      <Facts
        rows={[
          {
            name: t('investigate.time'),
            value: `${momentText(detection.at)} · ${formats.moment(clockTime(facts.startedAt + detection.at / 1e6))}`,
          },
          { name: t('investigate.tags'), value: detection.tags.join(', ') },
        ]}
      />
    </DetailStack>
  );
}

function EventDetail(props: { readonly number: number }): ReactNode {
  const t = useT();
  const reading = useAsk('event', { number: props.number }, { keeps: false });
  return (
    <DetailState reading={reading} failedTitle={t('investigate.noEvents')}>
      {(event) =>
        event && (
          <DetailStack>
            <DetailBlock
              title={t('investigate.fields')}
              aside={
                <CopyButton
                  label={t('investigate.copyEvent')}
                  text={() => JSON.stringify(Object.fromEntries(event.fields), null, 2)}
                  icon="copy"
                />
              }
            >
              <Facts
                rows={event.fields.map(([name, value]) => ({
                  name,
                  value: <span className={css.value}>{value}</span>,
                }))}
              />
            </DetailBlock>
          </DetailStack>
        )
      }
    </DetailState>
  );
}
