import type { EventDetail } from '@breakwater/api';
import type { Detection, Explanation } from '@breakwater/model';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { request } from '../../api/client.ts';
import { useRead } from '../../api/hooks.ts';
import { DetailBlock, DetailState } from '../../components/detail.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { ExplanationTree } from './explanation-tree.tsx';
import css from './why.module.css';

/** Why a rule fires on this event, or does not: the rules that fired stand first, then every other of its source. */
export default function Why(props: { readonly event: EventDetail }): ReactNode {
  const t = useT();
  const { event } = props;
  const rules = useRead('listRules', {}).data?.rules ?? [];
  const fired = firedRules(event);
  const others = rules
    .filter((rule) => rule.source === event.source && rule.isEnabled && !fired.includes(rule.name))
    .map((rule) => rule.name);
  const [chosen, setChosen] = useState(fired[0]);
  const placeholder = { value: '', label: t('why.choose') };
  return (
    <div className={css.why}>
      <NativeSelect
        label={t('why.rule')}
        value={chosen ?? ''}
        onChange={(change) =>
          setChosen(change.currentTarget.value === '' ? undefined : change.currentTarget.value)
        }
        data={[
          ...(chosen === undefined ? [placeholder] : []),
          ...(fired.length === 0 ? [] : [{ group: t('why.fired'), items: [...fired] }]),
          { group: t(fired.length === 0 ? 'why.all' : 'why.others'), items: others },
        ]}
      />
      {chosen !== undefined && <RuleOnEvent key={chosen} rule={chosen} event={event} />}
    </div>
  );
}

function RuleOnEvent(props: { readonly rule: string; readonly event: EventDetail }): ReactNode {
  const t = useT();
  const { rule } = props;
  const { kind, id } = props.event;
  const explanation = useQuery({
    queryKey: ['explainRule', rule, kind, id],
    queryFn: ({ signal }) => request('explainRule', { body: { rule, event: { kind, id } }, signal }),
  });
  return (
    <DetailState reading={explanation} failedTitle={t('why.failed')}>
      {(data) => <ExplanationView explanation={data} />}
    </DetailState>
  );
}

function ExplanationView(props: { readonly explanation: Explanation }): ReactNode {
  const t = useT();
  const { explanation } = props;
  return (
    <>
      <div className={css.verdict} data-fired={explanation.fired}>
        <StatusMark tone={explanation.fired ? 'good' : 'bad'}>
          {t(explanation.fired ? 'why.fires' : 'why.firesNot')}
        </StatusMark>
        <p className={css.reason} lang="en">
          {explanation.reason}
        </p>
      </div>
      <DetailBlock title={t('rules.condition')}>
        <ExplanationTree tree={explanation.tree} />
      </DetailBlock>
      {explanation.exceptions.length > 0 && (
        <DetailBlock title={t('rules.exceptions', { count: explanation.exceptions.length })}>
          <ul className={css.exceptions}>
            {explanation.exceptions.map((exception) => (
              <li key={exception.name}>
                <StatusMark tone={exception.applies ? 'warn' : 'quiet'}>
                  {t(exception.applies ? 'why.applies' : 'why.appliesNot')}
                </StatusMark>
                <code>{exception.name}</code>
                <span className={css.firesIf} lang="en">
                  {exception.firesIf}
                </span>
              </li>
            ))}
          </ul>
        </DetailBlock>
      )}
    </>
  );
}

/** The rules that made the detection; none for a plain event. */
function firedRules(event: EventDetail): readonly string[] {
  if (event.kind !== 'detection') return [];
  const detection = event.body as Partial<Detection>;
  const names = detection.rules?.map((rule) => rule.rule) ?? [];
  if (detection.rule === undefined) return names;
  return [detection.rule, ...names.filter((name) => name !== detection.rule)];
}
