import type { TaskContainer, TaskDetail } from '@breakwater/api';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { DetailBlock, DetailStack, DetailState } from '../../components/detail.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Facts } from '../../components/page.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { LifeLine } from './life-line.tsx';
import { MetricChart } from './metric-chart.tsx';
import { metricCharts, taskEventsSearch } from './task-view.ts';
import css from './tasks.module.css';

const placeParts = ['account', 'region', 'cluster', 'service', 'task'] as const;
const digestPattern = /^sha256:[0-9a-f]{64}$/;

export function TaskTitle(props: { readonly arn: string }): ReactNode {
  const task = useRead('getTask', { params: { arn: props.arn } });
  if (!task.data) return null;
  const { place, taskDefinition } = task.data;
  return <span>{[place.cluster, place.service ?? taskDefinition].filter(Boolean).join(' / ')}</span>;
}

/** The black box of one task: why it stopped, how it lived, what it used last. */
export function TaskDetailPanel(props: { readonly arn: string }): ReactNode {
  const t = useT();
  const task = useRead('getTask', { params: { arn: props.arn } });
  return (
    <DetailState reading={task} failedTitle={t('tasks.failed')}>
      {(data) => <TaskBody task={data} />}
    </DetailState>
  );
}

function TaskBody(props: { readonly task: TaskDetail }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { task } = props;
  const charts = metricCharts(task);
  const stoppedAt = task.stoppedAt === undefined ? undefined : Date.parse(task.stoppedAt);
  return (
    <DetailStack>
      <section className={css.diagnosis} data-is-expected={task.diagnosis.isExpected}>
        <div className={css.diagnosisHead}>
          {stoppedAt === undefined ? (
            <StatusMark tone="good">{t('tasks.alive')}</StatusMark>
          ) : (
            <StatusMark tone={task.diagnosis.isExpected ? 'quiet' : 'bad'}>
              {t(task.diagnosis.isExpected ? 'tasks.isExpected' : 'tasks.isUnexpected')}
            </StatusMark>
          )}
          {stoppedAt !== undefined && (
            <span className={css.soft}>
              {t('tasks.stoppedWhen', {
                moment: formats.moment(stoppedAt),
                age: formats.age(stoppedAt, now),
              })}
            </span>
          )}
        </div>
        <p className={css.verdict}>{task.diagnosis.summary}</p>
        {task.diagnosis.nextSteps.length > 0 && (
          <>
            <h3 className={css.blockTitle}>{t('tasks.nextSteps')}</h3>
            <ol className={css.steps}>
              {task.diagnosis.nextSteps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </>
        )}
      </section>
      {task.diagnosis.reasons.length > 0 && (
        <DetailBlock title={t('tasks.evidence')}>
          <ul className={css.reasons}>
            {task.diagnosis.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </DetailBlock>
      )}
      <DetailBlock title={t('tasks.lifeLine')}>
        <LifeLine entries={task.lifeLine} now={now} />
      </DetailBlock>
      <DetailBlock title={t('tasks.metrics')}>
        {charts.length === 0 ? (
          <p className={css.soft}>{t('tasks.noMetrics')}</p>
        ) : (
          <div className={css.charts}>
            {charts.map((chart) => (
              <MetricChart key={chart.kind} chart={chart} stoppedAt={stoppedAt} />
            ))}
          </div>
        )}
      </DetailBlock>
      <DetailBlock title={t('tasks.containers')}>
        <ul className={css.containers}>
          {task.containers.map((container) => (
            <li key={container.name}>
              <Container container={container} />
            </li>
          ))}
        </ul>
      </DetailBlock>
      <DetailBlock title={t('tasks.facts')}>
        <Facts
          rows={[
            ...placeParts
              .filter((part) => task.place[part] !== undefined)
              .map((part) => ({
                name: t(`field.${part}`),
                value: <Value field={part} value={task.place[part]} isMono={part === 'task'} />,
              })),
            { name: t('tasks.definition'), value: task.taskDefinition },
            ...(task.stopCode === undefined
              ? []
              : [{ name: t('tasks.stopCode'), value: <Value field="stopCode" value={task.stopCode} /> }]),
            ...(task.limits.cpu === undefined
              ? []
              : [{ name: t('tasks.cpu'), value: `${formats.number(task.limits.cpu)} vCPU` }]),
            ...(task.limits.memory === undefined
              ? []
              : [
                  {
                    name: t('tasks.memory'),
                    value: `${formats.number(Math.round(task.limits.memory / 1_048_576))} MiB`,
                  },
                ]),
          ]}
        />
      </DetailBlock>
      <div>
        <LinkButton isQuiet icon="events" to="/events" search={taskEventsSearch(task, now)}>
          {t('tasks.events')}
        </LinkButton>
      </div>
    </DetailStack>
  );
}

function Container(props: { readonly container: TaskContainer }): ReactNode {
  const t = useT();
  const { container } = props;
  const digest = container.imageDigest;
  return (
    <article className={css.container}>
      <header className={css.containerHead}>
        <span className={css.containerName}>{container.name}</span>
        {container.exitCode !== undefined && (
          <span className={css.exit} data-is-zero={container.exitCode === 0}>
            {t('tasks.exited', { code: container.exitCode })}
          </span>
        )}
        <span className={css.soft}>{container.lastStatus}</span>
      </header>
      {container.reason !== undefined && <p className={css.containerReason}>{container.reason}</p>}
      {container.image !== undefined && (
        <p className={css.image}>
          {digest !== undefined && digestPattern.test(digest) ? (
            <Link to={`/images/${digest}`} search={{}} className={css.link}>
              {container.image}
            </Link>
          ) : (
            container.image
          )}
        </p>
      )}
    </article>
  );
}
