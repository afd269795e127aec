import { streams, type TimeSpan } from '@breakwater/investigate';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { Icon } from '../../components/icons.tsx';
import { PartialNotice } from '../../components/message-panel.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { type Translate, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { CaptureContext, useCapture, useSpanFacts } from './capture-context.ts';
import { Detail, DetailTitle } from './capture-detail.tsx';
import { lists, useCaptureState } from './capture-view.ts';
import { DetectionList } from './detection-list.tsx';
import { EventList } from './event-list.tsx';
import css from './investigate.module.css';
import type { OpenedCapture } from './opened-capture.ts';
import { livedIn } from './process-rows.ts';
import { ProcessTree } from './process-tree.tsx';
import { SessionList } from './session-list.tsx';
import { StreamList } from './stream-list.tsx';
import { TileBoard } from './tile-board.tsx';
import { TimeLine } from './time-line.tsx';
import { momentText } from './time-text.ts';
import type { CaptureFacts } from './worker/protocol.ts';

type Key = Parameters<Translate>[0];

/** An open capture: time line, lists, and what is open beside them. */
export function CaptureScreen(props: {
  readonly opened: Extract<OpenedCapture, { kind: 'open' }>;
}): ReactNode {
  const { client, number, facts } = props.opened;
  const { state, change } = useCaptureState();
  const capture = useMemo(
    () => ({ client, number, facts, span: state.span && within(state.span, facts.span) }),
    [client, number, facts, state.span],
  );
  return (
    <CaptureContext value={capture}>
      <Notices facts={facts} />
      <TimeLine />
      <ListTabs />
      <SplitView
        detail={state.opened && <Detail key={JSON.stringify(state.opened)} opened={state.opened} />}
        detailTitle={state.opened && <DetailTitle opened={state.opened} />}
        onClose={() => change({ opened: undefined })}
      >
        <Restrictions />
        <List list={state.list} />
      </SplitView>
    </CaptureContext>
  );
}

/** What of a part lies in a capture; undefined: nothing does. An address may be of another capture. */
function within(span: TimeSpan, whole: TimeSpan): TimeSpan | undefined {
  const from = Math.max(span.from, whole.from);
  const to = Math.min(span.to, whole.to);
  return from < to ? { from, to } : undefined;
}

function List(props: { readonly list: string }): ReactNode {
  switch (props.list) {
    case 'overview':
      return <TileBoard />;
    case 'processes':
      return <ProcessTree />;
    case 'sessions':
      return <SessionList />;
    case 'detections':
      return <DetectionList />;
    case 'events':
      return <EventList />;
    default:
      return <StreamList key={props.list} stream={props.list} />;
  }
}

/** What is missing, so that nothing looks whole that is not. */
function Notices(props: { readonly facts: CaptureFacts }): ReactNode {
  const t = useT();
  const { facts } = props;
  const notices = [
    ...(facts.problem === undefined ? [] : [t('investigate.partial', { problem: facts.problem })]),
    ...facts.omissions.map(({ what, count }) => t(`investigate.omitted.${what}`, { count })),
    ...(facts.unknownEvents === 0 ? [] : [t('investigate.unknown', { count: facts.unknownEvents })]),
    ...(facts.ruleProblems.length === 0
      ? []
      : [t('investigate.ruleProblem', { problem: facts.ruleProblems[0] ?? '' })]),
  ];
  return notices.map((notice) => <PartialNotice key={notice}>{notice}</PartialNotice>);
}

function ListTabs(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, change } = useCaptureState();
  const counts = useListCounts();
  const tabs = useRef<HTMLElement>(null);
  // Where the tabs do not fit side by side, the chosen one is in view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is another tab
  useEffect(() => {
    tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [state.list]);
  return (
    <nav className={css.tabs} aria-label={t('investigate.lists')} ref={tabs}>
      {lists.map((list) => {
        const count = counts.get(list);
        return (
          <button
            key={list}
            type="button"
            className={css.tab}
            aria-current={list === state.list ? 'page' : undefined}
            onClick={() => change({ list, opened: undefined, text: undefined })}
          >
            <span>{t(`investigate.list.${list}` as Key)}</span>
            {count !== undefined && (
              <span className={css.tabCount}>
                {count.part === undefined
                  ? formats.compact(count.whole)
                  : t('investigate.ofAll', {
                      part: formats.compact(count.part),
                      whole: formats.compact(count.whole),
                    })}
              </span>
            )}
          </button>
        );
      })}
    </nav>
  );
}

interface ListCount {
  readonly whole: number;
  /** Of the part that was chosen. */
  readonly part: number | undefined;
}

/** How long each list is, and how much of it belongs to the part that was chosen. */
function useListCounts(): ReadonlyMap<string, ListCount> {
  const { facts, span } = useCapture();
  const part = useSpanFacts();
  return useMemo(
    () =>
      new Map<string, ListCount>([
        ...Object.entries(facts.rows).map(([id, whole]): [string, ListCount] => [
          id,
          { whole, part: part?.rows[id] },
        ]),
        [
          'processes',
          {
            whole: facts.processes.length,
            part: span && facts.processes.filter((process) => livedIn(process, span)).length,
          },
        ],
        [
          'sessions',
          {
            whole: facts.sessions.filter(({ lines }) => lines > 0).length,
            part: part?.sessionLines.filter((lines) => lines > 0).length,
          },
        ],
        ['detections', { whole: facts.detections.length, part: part?.detections }],
        ['events', { whole: facts.events, part: part?.events }],
      ]),
    [facts, span, part],
  );
}

const searched: ReadonlySet<string> = new Set(
  lists.filter((list) => !['overview', 'sessions', 'events'].includes(list)),
);

/** Lists that can be of one process alone. */
const ofOneProcess: ReadonlySet<string> = new Set([...streams.map(({ id }) => id), 'events']);

/** What the lists are restricted to, each with a way back; and a search. */
function Restrictions(): ReactNode {
  const t = useT();
  const { facts, span } = useCapture();
  const { state, change } = useCaptureState();
  const { within, list } = state;
  const ofProcess =
    within?.kind === 'process' && ofOneProcess.has(list) ? facts.processes[within.number - 1] : undefined;
  const isOfRow = within?.kind === 'row' && list === 'events';
  const hasSearch = searched.has(list);
  if (span === undefined && ofProcess === undefined && !isOfRow && !hasSearch) return null;
  return (
    <div className={css.bar}>
      {span !== undefined && (
        <Restriction
          text={t('investigate.brushed', { from: momentText(span.from), to: momentText(span.to) })}
          onRemove={() => change({ span: undefined })}
        />
      )}
      {ofProcess !== undefined && (
        <Restriction
          text={`${t('investigate.process')}: ${ofProcess.name} ${ofProcess.pid}`}
          onRemove={() => change({ within: undefined })}
        />
      )}
      {isOfRow && (
        <Restriction
          text={t('investigate.oneRow', { name: t(`investigate.list.${within.stream}` as Key) })}
          onRemove={() => change({ within: undefined })}
        />
      )}
      {hasSearch && <SearchField key={list} label={t('investigate.search')} />}
    </div>
  );
}

function Restriction(props: { readonly text: string; readonly onRemove: () => void }): ReactNode {
  const t = useT();
  const label = t('investigate.remove', { name: props.text });
  return (
    <span className={css.restriction}>
      {props.text}
      <button type="button" onClick={props.onRemove} aria-label={label} title={label}>
        <Icon name="close" size={12} />
      </button>
    </span>
  );
}
