import { streams } from '@breakwater/investigate';
import { type ReactNode, useState } from 'react';
import { MessagePanel } from '../../components/message-panel.tsx';
import { type Translate, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { BigList } from './big-list.tsx';
import { useCapture } from './capture-context.ts';
import { useCaptureState } from './capture-view.ts';
import css from './investigate.module.css';
import { momentText } from './time-text.ts';
import { usePages } from './use-pages.ts';
import type { RowQuestion } from './worker/protocol.ts';

type Key = Parameters<Translate>[0];

/** The rows of one stream: what was done, by whom, how often. */
export function StreamList(props: { readonly stream: string }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { facts, span } = useCapture();
  const { state, change } = useCaptureState();
  const [sort, setSort] = useState<NonNullable<RowQuestion['sort']>>();
  const stream = streams.find(({ id }) => id === props.stream);
  const figures = stream?.figures ?? [];
  const within = state.within?.kind === 'process' ? state.within.number : undefined;
  const paged = usePages('rows', {
    stream: props.stream,
    ...(span === undefined ? {} : { span }),
    ...(within === undefined ? {} : { process: within }),
    ...(state.text === undefined ? {} : { text: state.text }),
    ...(sort === undefined ? {} : { sort }),
  });
  const sortOf = (id: string) => (sort?.by !== id ? 'none' : sort.isDescending ? 'down' : 'up');
  const opened =
    state.opened?.kind === 'row' && state.opened.stream === props.stream ? state.opened.number : undefined;
  return (
    <BigList
      label={t(`investigate.list.${props.stream}` as Key)}
      columns={[
        {
          id: 'time',
          header: t('investigate.time'),
          width: '92px',
          sort: sort === undefined ? 'up' : sortOf('time'),
        },
        { id: 'process', header: t('investigate.process'), width: 'minmax(80px, 140px)' },
        { id: 'what', header: t('investigate.what'), width: 'minmax(120px, 3fr)' },
        { id: 'detail', header: t('investigate.detail'), width: 'minmax(80px, 1fr)', isWideOnly: true },
        {
          id: 'container',
          header: t('investigate.container'),
          width: 'minmax(60px, 110px)',
          isWideOnly: true,
        },
        ...figures.map((figure, index) => ({
          id: String(index),
          header: t(`investigate.figure.${figure.id}` as Key),
          width: '86px',
          isNumber: true,
          isWideOnly: true,
          sort: sortOf(String(index)) as 'up' | 'down' | 'none',
        })),
        {
          id: 'events',
          header: t('investigate.events'),
          width: '70px',
          isNumber: true,
          sort: sortOf('events'),
        },
      ]}
      count={paged.total ?? 0}
      onRange={paged.onRange}
      cells={(index) => {
        const row = paged.row(index);
        if (row === undefined) return undefined;
        const process = facts.processes[row.process - 1];
        return [
          <span key="time" className={css.mono}>
            {momentText(row.firstAt)}
          </span>,
          <span key="process">
            {process?.name} <span className={css.soft}>{process?.pid}</span>
          </span>,
          <span key="what" className={css.mono} title={row.what}>
            {row.what}
          </span>,
          <span key="detail" className={css.mono} title={row.detail}>
            {row.detail}
          </span>,
          containerName(facts.containers[row.container - 1]),
          ...figures.map((figure, at) => {
            const value = row.figures[at] ?? 0;
            if (value === 0) return '';
            return figure.unit === 'bytes' ? formats.bytes(value) : formats.number(value);
          }),
          formats.number(row.events),
        ];
      }}
      onSort={(by) => setSort({ by, isDescending: sort?.by === by ? !sort.isDescending : by !== 'time' })}
      onOpen={(index) => {
        const row = paged.row(index);
        if (row) change({ opened: { kind: 'row', stream: props.stream, number: row.number } });
      }}
      openRow={opened === undefined ? undefined : rowAt(paged, opened)}
      empty={
        <MessagePanel title={t(paged.total === undefined ? 'investigate.pending' : 'investigate.noRows')}>
          {paged.error?.message}
        </MessagePanel>
      }
    />
  );
}

const nearby = 400;

/** Where a row is, as far as its page is here. */
function rowAt(
  paged: {
    readonly row: (index: number) => { readonly number: number } | undefined;
    readonly total: number | undefined;
  },
  number: number,
): number | undefined {
  for (
    let index = Math.max(0, number - nearby);
    index <= Math.min(number, (paged.total ?? 0) - 1);
    index += 1
  ) {
    if (paged.row(index)?.number === number) return index;
  }
  return undefined;
}

export function containerName(container: { readonly name: string; readonly id: string } | undefined): string {
  if (container === undefined) return '';
  return container.name === '' ? container.id : container.name;
}
