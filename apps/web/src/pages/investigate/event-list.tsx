import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Icon } from '../../components/icons.tsx';
import { MessagePanel } from '../../components/message-panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { BigList } from './big-list.tsx';
import { useAsk, useCapture } from './capture-context.ts';
import { useCaptureState } from './capture-view.ts';
import css from './investigate.module.css';
import { momentText } from './time-text.ts';
import { usePages } from './use-pages.ts';
import type { EventQuestion } from './worker/protocol.ts';

/** Every event of the part that is looked at; the filter is a condition of the rule language. */
export function EventList(): ReactNode {
  const t = useT();
  const { state } = useCaptureState();
  const { filter } = state;
  const outcome = useAsk('filter', { text: filter ?? '' }, { isEnabled: filter !== undefined, keeps: false });
  const isWaiting = filter !== undefined && outcome.data === undefined;
  const error = outcome.data?.error;
  return (
    <>
      <FilterField
        error={error?.message ?? outcome.error?.message}
        column={error?.column}
        isBusy={isWaiting && outcome.error === null}
        matches={outcome.data?.matches}
      />
      {isWaiting || error !== undefined ? (
        <MessagePanel title={t(error === undefined ? 'investigate.filtering' : 'investigate.badFilter')}>
          {error?.message}
        </MessagePanel>
      ) : (
        <Events />
      )}
    </>
  );
}

function Events(): ReactNode {
  const t = useT();
  const { facts, span } = useCapture();
  const { state, change } = useCaptureState();
  const { within, filter } = state;
  const question = useMemo(
    (): EventQuestion => ({
      ...(span === undefined ? {} : { span }),
      ...(filter === undefined ? {} : { filter }),
      ...(within?.kind === 'process' ? { process: within.number } : {}),
      ...(within?.kind === 'row' ? { row: { stream: within.stream, number: within.number } } : {}),
    }),
    [span, filter, within],
  );
  const paged = usePages('events', question);
  const opened = state.opened?.kind === 'event' ? state.opened.number : undefined;
  const place = useAsk(
    'place',
    { ...question, event: opened ?? 0 },
    { isEnabled: opened !== undefined, keeps: false },
  );
  return (
    <BigList
      label={t('investigate.list.events')}
      columns={[
        { id: 'number', header: t('investigate.number'), width: '80px', isNumber: true },
        { id: 'time', header: t('investigate.time'), width: '92px' },
        { id: 'process', header: t('investigate.process'), width: 'minmax(80px, 130px)' },
        { id: 'type', header: t('investigate.type'), width: 'minmax(70px, 110px)' },
        { id: 'result', header: t('investigate.result'), width: '80px', isNumber: true, isWideOnly: true },
        { id: 'about', header: t('investigate.about'), width: 'minmax(120px, 3fr)', isWideOnly: true },
        ...(facts.containers.length === 0
          ? []
          : [
              {
                id: 'container',
                header: t('investigate.container'),
                width: 'minmax(60px, 110px)',
                isWideOnly: true,
              },
            ]),
      ]}
      count={paged.total ?? 0}
      onRange={paged.onRange}
      cells={(index) => {
        const row = paged.row(index);
        if (row === undefined) return undefined;
        return [
          row.number,
          <span key="time" className={css.mono}>
            {momentText(row.at)}
          </span>,
          <span key="process">
            {row.processName} <span className={css.soft}>{row.tid < 0 ? '' : row.tid}</span>
          </span>,
          row.type,
          row.result ?? '',
          <span key="about" className={css.mono} title={row.about}>
            {row.about}
          </span>,
          row.container,
        ];
      }}
      tone={(index) => ((paged.row(index)?.result ?? 0) < 0 ? 'bad' : undefined)}
      onOpen={(index) => {
        const row = paged.row(index);
        if (row) change({ opened: { kind: 'event', number: row.number } });
      }}
      openRow={opened === undefined ? undefined : (place.data ?? undefined)}
      openKey={opened === undefined ? undefined : `${opened} ${place.data}`}
      empty={
        <MessagePanel title={t(paged.total === undefined ? 'investigate.pending' : 'investigate.noEvents')}>
          {facts.events > 0 && paged.error?.message}
        </MessagePanel>
      }
    />
  );
}

function FilterField(props: {
  readonly error: string | undefined;
  readonly column: number | undefined;
  readonly isBusy: boolean;
  readonly matches: number | undefined;
}): ReactNode {
  const t = useT();
  const { state, change } = useCaptureState();
  const [text, setText] = useState(state.filter ?? '');
  useEffect(() => setText(state.filter ?? ''), [state.filter]);
  const { error, column } = props;
  const place = column === undefined ? '' : `${t('investigate.column', { column })} `;
  return (
    <form
      className={css.filter}
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = text.trim();
        change({ filter: wanted === '' ? undefined : wanted, opened: undefined });
      }}
    >
      <TextInput
        className={css.filterText}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-label={t('investigate.filter')}
        placeholder={t('investigate.filterHint')}
        leftSection={<Icon name="search" size={13} />}
        error={error === undefined ? undefined : `${place}${error}`}
        autoComplete="off"
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--bw-mono)' } }}
      />
      <Button type="submit" variant="default" loading={props.isBusy}>
        {t('investigate.apply')}
      </Button>
      {props.matches !== undefined && (
        <span className={css.soft} role="status">
          {t('investigate.matches', { count: props.matches })}
        </span>
      )}
    </form>
  );
}
