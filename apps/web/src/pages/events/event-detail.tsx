import type { EventDetail } from '@breakwater/api';
import type { Detection, EventKind, FindingTransition } from '@breakwater/model';
import { Button, Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useRead } from '../../api/hooks.ts';
import { usePermission } from '../../api/session.ts';
import { Choice } from '../../components/choice.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Facts } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { carrySearch } from '../../state/search.ts';
import { descriptionLead } from '../rules/rule-description.ts';
import { EventPolicy } from './event-policy.tsx';
import css from './events-page.module.css';

const Why = lazy(() => import('../rules/why.tsx'));

interface EventKeyProps {
  readonly kind: EventKind;
  readonly id: string;
}

export function EventDetailTitle(props: EventKeyProps): ReactNode {
  const event = useRead('getEvent', { params: { kind: props.kind, id: props.id } });
  if (!event.data) return null;
  return (
    <span className={css.detailTitle}>
      <SeverityMark severity={event.data.severity} form="shape" />
      <span>{event.data.title}</span>
    </span>
  );
}

/** One event with everything that is kept of it. */
export function EventDetailPanel(props: EventKeyProps): ReactNode {
  const t = useT();
  const event = useRead('getEvent', { params: { kind: props.kind, id: props.id } });
  if (event.data) return <EventTabs event={event.data} />;
  if (event.isError) {
    return (
      <MessagePanel
        isError
        title={t('events.detail.failed')}
        actions={<Button onClick={() => void event.refetch()}>{t('table.retry')}</Button>}
      >
        {errorMessage(event.error, t)}
      </MessagePanel>
    );
  }
  return (
    <>
      <Skeleton height={14} width="60%" mb={12} />
      <Skeleton height={80} mb={12} />
      <Skeleton height={14} width="80%" />
    </>
  );
}

/** What is kept of the event, or why rules fire on it; a transition of a finding has no rule. */
function EventTabs(props: { readonly event: EventDetail }): ReactNode {
  const t = useT();
  const canAsk = usePermission('respond');
  const [tab, setTab] = useState<'facts' | 'why'>('facts');
  const { event } = props;
  if (!canAsk || event.kind === 'transition') return <EventBody event={event} />;
  return (
    <div className={css.detail}>
      <Choice
        label={t('events.detail.parts')}
        value={tab}
        onChange={setTab}
        options={[
          { value: 'facts', label: t('events.detail.facts') },
          { value: 'why', label: t(event.kind === 'detection' ? 'why.tabFired' : 'why.tab') },
        ]}
      />
      {tab === 'facts' ? (
        <EventBody event={event} />
      ) : (
        <Suspense fallback={null}>
          <Why event={event} />
        </Suspense>
      )}
    </div>
  );
}

function EventBody(props: { readonly event: EventDetail }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { event } = props;
  const detection = event.kind === 'detection' ? (event.body as Partial<Detection>) : undefined;
  const transition = event.kind === 'transition' ? (event.body as Partial<FindingTransition>) : undefined;
  const labels = Object.entries(event.place).map(([field, value]) => ({
    name: field === 'imageDigest' ? 'image.digest' : field,
    value: <Value field={field === 'imageDigest' ? 'image.digest' : field} value={value} />,
  }));
  const fields = Object.entries(event.fields).filter(([, value]) => value !== null);
  return (
    <div className={css.detail}>
      <p className={css.soft}>
        {t('events.detail.triggered', {
          moment: formats.moment(event.time),
          age: formats.age(event.time, now),
        })}
      </p>
      <Facts
        rows={[
          {
            name: t('events.severity'),
            value: (
              <Value field="severity" value={event.severity}>
                <SeverityMark severity={event.severity} />
              </Value>
            ),
          },
          { name: t('events.detail.id'), value: <Value field="id" value={event.id} isMono /> },
          { name: t('events.source'), value: <Value field="source" value={event.source} /> },
          ...(detection?.policy === undefined
            ? []
            : [
                {
                  name: t('events.detail.policy'),
                  value: <PolicyLink name={detection.policy} id={detection.policyId} />,
                },
              ]),
          ...(event.user === undefined
            ? []
            : [{ name: t('events.user'), value: <Value field="user" value={event.user} /> }]),
          ...(detection?.sourceIp === undefined
            ? []
            : [{ name: t('events.detail.sourceIp'), value: detection.sourceIp }]),
          ...(transition?.finding === undefined
            ? []
            : [
                { name: t('events.detail.change'), value: `${transition.from} → ${transition.to}` },
                { name: t('events.detail.subject'), value: transition.finding.subject },
              ]),
        ]}
      />
      {detection?.policyId !== undefined && (
        <EventPolicy
          event={event}
          policyId={detection.policyId}
          rules={detection.rules?.map((rule) => rule.rule) ?? []}
        />
      )}
      {detection?.output !== undefined && (
        <Block title={t('events.detail.output')}>
          <p className={css.output}>{detection.output}</p>
        </Block>
      )}
      {detection?.rules !== undefined && (
        <Block title={t('events.detail.rules')}>
          {detection.rules.map((rule) => (
            <div key={rule.rule} className={css.rule}>
              <p className={css.ruleHead}>
                <Value field="rule" value={rule.rule} />
                <Link
                  to="/policies/rules"
                  search={(before) => ({ ...carrySearch(before), open: rule.rule, sev: 'all' })}
                  className={css.link}
                >
                  {t('policies.openRule')}
                </Link>
              </p>
              <p className={css.soft}>{descriptionLead(rule.description)}</p>
            </div>
          ))}
        </Block>
      )}
      {event.tags.length > 0 && (
        <Block title={t('events.tags')}>
          <div className={css.tags}>
            {event.tags.map((tag) => (
              <span key={tag} className={css.tag}>
                <Value field="tag" value={tag} />
              </span>
            ))}
          </div>
        </Block>
      )}
      <Block title={t('events.detail.labels')}>
        <Facts rows={labels} />
      </Block>
      {fields.length > 0 && (
        <Block title={t('events.detail.fields')}>
          <Facts
            rows={fields.map(([name, value]) => ({
              name,
              value: (
                <Value field={name} value={Array.isArray(value) ? value.join(', ') : String(value)} isMono />
              ),
            }))}
          />
        </Block>
      )}
      <CodeBlock label={t('events.detail.record')} text={JSON.stringify(event.body, null, 2)} />
    </div>
  );
}

/** The policy that made a detection; older rows know its name only. */
function PolicyLink(props: { readonly name: string; readonly id: string | undefined }): ReactNode {
  const { name, id } = props;
  if (id === undefined) return name;
  return (
    <Link
      to="/policies"
      search={(before) => ({ ...carrySearch(before), open: id, sev: 'all' })}
      className={css.link}
    >
      {name}
    </Link>
  );
}

function Block(props: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section>
      <h3 className={css.blockTitle}>{props.title}</h3>
      {props.children}
    </section>
  );
}
