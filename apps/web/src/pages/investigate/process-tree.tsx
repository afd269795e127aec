import type { Process, TimeSpan } from '@breakwater/investigate';
import { type CSSProperties, type ReactNode, useMemo, useState } from 'react';
import { MessagePanel } from '../../components/message-panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { BigList } from './big-list.tsx';
import { useCapture, useSpanFacts } from './capture-context.ts';
import { useCaptureState } from './capture-view.ts';
import css from './investigate.module.css';
import { processRows } from './process-rows.ts';

/** Who started whom, and how long each lived. */
export function ProcessTree(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { facts, span } = useCapture();
  const part = useSpanFacts();
  const { state, change } = useCaptureState();
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(
    () => processRows(facts.processes, { span, text: state.text, closed }),
    [facts, span, state.text, closed],
  );
  const deepest = useMemo(() => rows.reduce((most, { depth }) => Math.max(most, depth), 1), [rows]);
  const shown = span ?? facts.span;

  function fold(number: number, isOpen: boolean): void {
    const next = new Set(closed);
    if (isOpen) next.delete(number);
    else next.add(number);
    setClosed(next);
  }

  const opened = state.opened?.kind === 'process' ? state.opened.number : undefined;
  const openRow = opened === undefined ? -1 : rows.findIndex(({ process }) => process.number === opened);
  return (
    <BigList
      label={t('investigate.list.processes')}
      columns={[
        { id: 'process', header: t('investigate.process'), width: 'minmax(180px, 2fr)' },
        { id: 'life', header: t('investigate.life'), width: 'minmax(64px, 1.2fr)' },
        { id: 'events', header: t('investigate.events'), width: '64px', isNumber: true },
        { id: 'user', header: t('investigate.user'), width: '90px', isWideOnly: true },
        { id: 'command', header: t('investigate.command'), width: 'minmax(120px, 2fr)', isWideOnly: true },
      ]}
      count={rows.length}
      cells={(index) => {
        const row = rows[index];
        if (row === undefined) return undefined;
        const { process, depth, childCount, isOpen } = row;
        return [
          <span
            key="process"
            className={css.branch}
            style={{ '--depth': depth, '--deepest': deepest } as CSSProperties}
          >
            {childCount > 0 ? (
              <button
                type="button"
                className={css.fold}
                tabIndex={-1}
                aria-expanded={isOpen}
                aria-label={t(isOpen ? 'investigate.fold' : 'investigate.unfold', { name: process.name })}
                onClick={(event) => {
                  event.stopPropagation();
                  fold(process.number, !isOpen);
                }}
              />
            ) : (
              <span className={css.leaf} />
            )}
            <b className={css.processName} title={process.name}>
              {process.name}
            </b>
            <span className={`${css.soft} ${css.aside}`}>{process.pid}</span>
            {process.signal > 0 && (
              <span className={`${css.bad} ${css.aside}`}>
                {t('investigate.killed', { signal: process.signal })}
              </span>
            )}
            {(process.exitCode ?? 0) !== 0 && (
              <span className={`${css.warn} ${css.aside}`}>
                {t('investigate.exited', { code: process.exitCode ?? 0 })}
              </span>
            )}
          </span>,
          <LifeBar key="life" process={process} span={shown} />,
          formats.number(part?.processEvents[process.number] ?? process.events),
          process.user,
          <span key="command" className={css.mono} title={process.commandLine}>
            {process.commandLine}
          </span>,
        ];
      }}
      onOpen={(index) => {
        const row = rows[index];
        if (row) change({ opened: { kind: 'process', number: row.process.number } });
      }}
      onFold={(index, isOpen) => {
        const row = rows[index];
        if (row) fold(row.process.number, isOpen);
      }}
      openRow={openRow < 0 ? undefined : openRow}
      openKey={opened === undefined ? undefined : String(opened)}
      empty={<MessagePanel title={t('investigate.noProcesses')} />}
    />
  );
}

/** From start to end; open ends where it lived before or after the capture. */
function LifeBar(props: { readonly process: Process; readonly span: TimeSpan }): ReactNode {
  const { startedAt, endedAt } = props.process;
  const { from, to } = props.span;
  const share = (at: number): number => Math.max(0, Math.min(1, (at - from) / (to - from)));
  const left = share(startedAt ?? from);
  const right = share(endedAt ?? to);
  return (
    <span className={css.lifeRoom} aria-hidden="true">
      <span
        className={css.lifeBar}
        data-before={startedAt === undefined}
        data-after={endedAt === undefined}
        style={{ left: `${left * 100}%`, width: `max(3px, ${(right - left) * 100}%)` }}
      />
    </span>
  );
}
