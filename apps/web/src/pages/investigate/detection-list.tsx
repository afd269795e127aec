import { severityFromPriority } from '@breakwater/model';
import { type ReactNode, useMemo } from 'react';
import { MessagePanel } from '../../components/message-panel.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { BigList } from './big-list.tsx';
import { useCapture } from './capture-context.ts';
import { useCaptureState } from './capture-view.ts';
import css from './investigate.module.css';
import { momentText } from './time-text.ts';

/** What the rules of the server found in the capture. */
export function DetectionList(): ReactNode {
  const t = useT();
  const { facts, span } = useCapture();
  const { state, change } = useCaptureState();
  const rows = useMemo(() => {
    const text = state.text?.toLowerCase();
    return facts.detections
      .map((detection, number) => ({ ...detection, number }))
      .filter(
        ({ at, rule, output }) =>
          (!span || (at >= span.from && at < span.to)) &&
          (text === undefined || `${rule} ${output}`.toLowerCase().includes(text)),
      );
  }, [facts, span, state.text]);
  const opened = state.opened?.kind === 'detection' ? state.opened.number : undefined;
  return (
    <BigList
      label={t('investigate.list.detections')}
      columns={[
        { id: 'time', header: t('investigate.time'), width: '92px' },
        { id: 'severity', header: t('investigate.severity'), width: '92px' },
        { id: 'rule', header: t('investigate.rule'), width: 'minmax(120px, 1.2fr)' },
        { id: 'process', header: t('investigate.process'), width: 'minmax(80px, 130px)', isWideOnly: true },
        { id: 'output', header: t('investigate.output'), width: 'minmax(120px, 2fr)', isWideOnly: true },
      ]}
      count={rows.length}
      cells={(index) => {
        const row = rows[index];
        if (row === undefined) return undefined;
        return [
          <span key="time" className={css.mono}>
            {momentText(row.at)}
          </span>,
          <SeverityMark key="severity" severity={severityFromPriority(row.priority)} />,
          <span key="rule" title={row.rule}>
            {row.rule}
          </span>,
          facts.processes[row.process - 1]?.name ?? '',
          <span key="output" title={row.output}>
            {row.output}
          </span>,
        ];
      }}
      onOpen={(index) => {
        const row = rows[index];
        if (row) change({ opened: { kind: 'detection', number: row.number } });
      }}
      openRow={rows.findIndex(({ number }) => number === opened)}
      openKey={String(opened)}
      empty={
        facts.rules === 0 ? (
          <MessagePanel title={t('investigate.noRules')}>{facts.ruleProblems.join(' ')}</MessagePanel>
        ) : (
          <MessagePanel icon="check" title={t('investigate.noDetections', { count: facts.rules })} />
        )
      }
    />
  );
}
