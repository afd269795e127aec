import type { EventDetail } from '@breakwater/api';
import type { Correlation, Detection, Explanation } from '@breakwater/model';
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { request } from '../../api/client.ts';
import { useRead } from '../../api/hooks.ts';
import { DetailBlock, DetailState } from '../../components/detail.tsx';
import { Facts } from '../../components/page.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { carrySearch } from '../../state/search.ts';
import { rowKey } from '../events/event-kinds.ts';
import { ExplanationTree } from './explanation-tree.tsx';
import css from './why.module.css';

/** Of a hundred events the first say enough. */
const mostAtFirst = 10;

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
      {explanation.correlation !== undefined && <CorrelatedEvents correlation={explanation.correlation} />}
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

/** The events that made a rule fire together, in order of time; each leads to itself. */
function CorrelatedEvents(props: { readonly correlation: Correlation }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { count, firstTime, lastTime, eventIds, group } = props.correlation;
  const [isAll, setAll] = useState(false);
  const shown = isAll ? eventIds : eventIds.slice(0, mostAtFirst);
  return (
    <DetailBlock title={t('why.together', { count: eventIds.length })}>
      <Facts
        rows={[
          { name: t('why.counted'), value: formats.number(count) },
          {
            name: t('why.period'),
            value: `${formats.moment(Date.parse(firstTime))} – ${formats.moment(Date.parse(lastTime))}`,
          },
          ...Object.entries(group).map(([field, value]) => ({
            name: field,
            value: <Value field={field} value={value} isMono />,
          })),
        ]}
      />
      <ol className={css.events}>
        {shown.map((id) => (
          <li key={id}>
            <Link
              to="/events"
              search={(before) => ({
                ...carrySearch(before),
                open: rowKey({ kind: 'event', id }),
                sev: 'all',
              })}
              className={css.event}
            >
              {id}
            </Link>
          </li>
        ))}
      </ol>
      {eventIds.length > mostAtFirst && (
        <Button variant="default" size="compact-xs" onClick={() => setAll(!isAll)}>
          {isAll ? t('why.fewerEvents') : t('why.allEvents', { count: eventIds.length })}
        </Button>
      )}
    </DetailBlock>
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
