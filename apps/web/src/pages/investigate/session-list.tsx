import { type ReactNode, useMemo } from 'react';
import { MessagePanel } from '../../components/message-panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { BigList } from './big-list.tsx';
import { useAsk, useCapture, useSpanFacts } from './capture-context.ts';
import { useCaptureState } from './capture-view.ts';
import css from './investigate.module.css';
import { containerName } from './stream-list.tsx';
import { momentText } from './time-text.ts';

/** Sessions of shells, those at a terminal first. */
export function SessionList(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { facts } = useCapture();
  const part = useSpanFacts();
  const { state, change } = useCaptureState();
  const sessions = useMemo(
    () =>
      facts.sessions
        .map((session) => ({ ...session, lines: part?.sessionLines[session.number] ?? session.lines }))
        .filter(({ lines }) => lines > 0)
        .sort((a, b) => Number(a.terminal === '') - Number(b.terminal === '') || a.firstAt - b.firstAt),
    [facts, part],
  );
  const opened = state.opened?.kind === 'session' ? state.opened.number : undefined;
  return (
    <BigList
      label={t('investigate.list.sessions')}
      columns={[
        { id: 'time', header: t('investigate.time'), width: '92px' },
        { id: 'user', header: t('investigate.user'), width: 'minmax(70px, 1fr)' },
        { id: 'shell', header: t('investigate.shell'), width: 'minmax(80px, 1fr)' },
        { id: 'terminal', header: t('investigate.terminal'), width: 'minmax(80px, 1fr)' },
        { id: 'container', header: t('investigate.container'), width: 'minmax(60px, 1fr)', isWideOnly: true },
        { id: 'typed', header: t('investigate.keys'), width: 'minmax(90px, 1fr)', isWideOnly: true },
        { id: 'lines', header: t('investigate.lines'), width: '70px', isNumber: true },
      ]}
      count={sessions.length}
      cells={(index) => {
        const session = sessions[index];
        if (session === undefined) return undefined;
        return [
          <span key="time" className={css.mono}>
            {momentText(session.firstAt)}
          </span>,
          session.user,
          <span key="shell">
            <b>{session.shell}</b> <span className={css.soft}>{session.id}</span>
          </span>,
          session.terminal === '' ? (
            <span key="terminal" className={css.soft}>
              {t('investigate.noTerminal')}
            </span>
          ) : (
            session.terminal
          ),
          containerName(facts.containers[session.container - 1]),
          t(session.hasTyped ? 'investigate.recorded' : 'investigate.notRecorded'),
          formats.number(session.lines),
        ];
      }}
      onOpen={(index) => {
        const session = sessions[index];
        if (session) change({ opened: { kind: 'session', number: session.number } });
      }}
      openRow={sessions.findIndex(({ number }) => number === opened)}
      openKey={String(opened)}
      empty={
        <MessagePanel title={t('investigate.noSessions')}>{t('investigate.noSessionsText')}</MessagePanel>
      }
    />
  );
}

/** What was done in a session, in its order. */
export function SessionDetail(props: { readonly number: number }): ReactNode {
  const t = useT();
  const { facts, span } = useCapture();
  const { change } = useCaptureState();
  const lines = useAsk('lines', { session: props.number }, { keeps: false });
  const session = facts.sessions[props.number];
  const isOutside = (at: number) => span !== undefined && (at < span.from || at >= span.to);
  const outside = (lines.data ?? []).filter(({ at }) => isOutside(at)).length;
  return (
    <div className={css.stack}>
      {session?.hasTyped === false && <p className={css.note}>{t('investigate.notTyped')}</p>}
      {outside > 0 && <p className={css.note}>{t('investigate.linesOutside', { count: outside })}</p>}
      <ol className={css.spy} aria-label={t('investigate.list.sessions')}>
        {(lines.data ?? []).map((line) => (
          <li
            key={`${line.event} ${line.kind}`}
            data-kind={line.kind}
            data-outside={isOutside(line.at) || undefined}
          >
            <button
              type="button"
              className={css.spyLine}
              onClick={() =>
                change({
                  list: 'events',
                  within: undefined,
                  filter: undefined,
                  opened: { kind: 'event', number: line.event },
                })
              }
            >
              <span className={css.spyHead}>
                {momentText(line.at)} {line.user} {line.directory}
              </span>
              <span className={css.spyText}>
                <span className={css.spyKind}>{t(`investigate.line.${line.kind}`)}</span> {line.text}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
