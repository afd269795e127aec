import { type StreamRow, streams } from '@breakwater/investigate';
import { type ReactNode, useState } from 'react';
import { MessagePanel } from '../../components/message-panel.tsx';
import { type Translate, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { type BigColumn, BigList } from './big-list.tsx';
import { useAsk, useCapture } from './capture-context.ts';
import { useCaptureState } from './capture-view.ts';
import css from './investigate.module.css';
import { momentText } from './time-text.ts';
import { usePages } from './use-pages.ts';
import type { RowQuestion } from './worker/protocol.ts';

type Key = Parameters<Translate>[0];

interface Column extends BigColumn {
  readonly cell: (row: StreamRow) => ReactNode;
}

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
  const question: RowQuestion = {
    stream: props.stream,
    ...(span === undefined ? {} : { span }),
    ...(within === undefined ? {} : { process: within }),
    ...(state.text === undefined ? {} : { text: state.text }),
    ...(sort === undefined ? {} : { sort }),
  };
  const paged = usePages('rows', question);
  const sortOf = (id: string): 'up' | 'down' | 'none' =>
    sort?.by !== id ? 'none' : sort.isDescending ? 'down' : 'up';
  const opened =
    state.opened?.kind === 'row' && state.opened.stream === props.stream ? state.opened.number : undefined;
  const place = useAsk(
    'rowPlace',
    { ...question, row: opened ?? 0 },
    { isEnabled: opened !== undefined, keeps: false },
  ).data;
  const hasContainers = facts.containers.length > 0;
  const processOf = (row: StreamRow) => facts.processes[row.process - 1];
  const columns: readonly Column[] = [
    {
      id: 'time',
      header: t('investigate.time'),
      width: '92px',
      sort: sort === undefined ? 'up' : sortOf('time'),
      cell: (row) => <span className={css.mono}>{momentText(row.firstAt)}</span>,
    },
    {
      id: 'process',
      header: t('investigate.process'),
      width: 'minmax(90px, 150px)',
      cell: (row) => (
        <>
          {processOf(row)?.name} <span className={css.soft}>{processOf(row)?.pid}</span>
        </>
      ),
    },
    { id: 'what', header: t('investigate.what'), width: 'minmax(140px, 3fr)', cell: (row) => mono(row.what) },
    ...(props.stream === 'files'
      ? []
      : [
          {
            id: 'detail',
            header: t('investigate.detail'),
            width: 'minmax(80px, 1.5fr)',
            isWideOnly: true,
            cell: (row: StreamRow) => mono(row.detail),
          },
        ]),
    ...(hasContainers
      ? [
          {
            id: 'container',
            header: t('investigate.container'),
            width: 'minmax(60px, 120px)',
            isWideOnly: true,
            cell: (row: StreamRow) => containerName(facts.containers[row.container - 1]),
          },
        ]
      : []),
    ...figures.map(
      (figure, index): Column => ({
        id: String(index),
        header: t(`investigate.figure.${figure.id}` as Key),
        width: '86px',
        isNumber: true,
        isWideOnly: true,
        sort: sortOf(String(index)),
        cell: (row) => {
          const value = row.figures[index] ?? 0;
          if (value === 0) return '';
          return figure.unit === 'bytes' ? formats.bytes(value) : formats.number(value);
        },
      }),
    ),
    {
      id: 'events',
      header: t('investigate.events'),
      width: '70px',
      isNumber: true,
      sort: sortOf('events'),
      cell: (row) => formats.number(row.events),
    },
  ];
  return (
    <BigList
      label={t(`investigate.list.${props.stream}` as Key)}
      columns={columns}
      count={paged.total ?? 0}
      onRange={paged.onRange}
      cells={(index) => {
        const row = paged.row(index);
        return row === undefined ? undefined : columns.map(({ cell }) => cell(row));
      }}
      onSort={(by) => setSort({ by, isDescending: sort?.by === by ? !sort.isDescending : by !== 'time' })}
      onOpen={(index) => {
        const row = paged.row(index);
        if (row) change({ opened: { kind: 'row', stream: props.stream, number: row.number } });
      }}
      openRow={opened === undefined || place === undefined || place < 0 ? undefined : place}
      openKey={opened === undefined ? undefined : `${opened} ${place}`}
      empty={
        <MessagePanel title={t(paged.total === undefined ? 'investigate.pending' : 'investigate.noRows')}>
          {paged.error?.message}
        </MessagePanel>
      }
    />
  );
}

function mono(text: string): ReactNode {
  return (
    <span className={css.mono} title={text}>
      {text}
    </span>
  );
}

export function containerName(container: { readonly name: string; readonly id: string } | undefined): string {
  if (container === undefined) return '';
  return container.name === '' ? container.id : container.name;
}
