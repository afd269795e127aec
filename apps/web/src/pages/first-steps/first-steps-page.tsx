import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePermission } from '../../api/session.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { Page } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { AccountForm } from '../settings/account-form.tsx';
import {
  eventPattern,
  imageCommands,
  intakeCommand,
  originElsewhere,
  placeOfHost,
  sidecarContainer,
  tokenCommand,
} from './commands.ts';
import css from './first-steps.module.css';
import { type FirstStep, useProgress } from './progress.ts';
import { Step } from './step.tsx';
import { TokenMaker } from './token-maker.tsx';

/** The ways to the first data, each done from here; each ticks itself when its data has come. */
export default function FirstStepsPage(): ReactNode {
  const t = useT();
  const isAdministrator = usePermission('administer');
  const progress = useProgress();
  const { origin } = location;
  const elsewhere = originElsewhere(origin);
  const loopback = elsewhere !== origin && (
    <p className={css.text}>{t('first.loopback', { origin, place: placeOfHost })}</p>
  );
  const commands = t('first.commands');
  return (
    <Page title={t('first.title')} layout="flow">
      <div className={css.intro}>
        <p className={css.text}>{t('first.intro')}</p>
        {progress && (
          <p className={css.progress} role="status">
            {t('first.progress', { done: progress.done.size, total: progress.total })}
          </p>
        )}
      </div>
      {progress && (
        <ol className={css.steps}>
          <Step {...stateOf('account')} title={t('first.account')} text={t('first.accountText')}>
            {isAdministrator ? <AccountForm /> : <p className={css.text}>{t('first.needsAdministrator')}</p>}
            <SeeLink isDone={progress.done.has('account')} path="/posture" page={t('nav.posture')} />
          </Step>
          {isAdministrator && (
            <Step {...stateOf('token')} title={t('first.token')} text={t('first.tokenText')}>
              <TokenMaker name="first-steps" scopes={['intake', 'scan']} command={tokenCommand} />
            </Step>
          )}
          <Step {...stateOf('events')} title={t('first.events')} text={t('first.eventsText')}>
            <CodeBlock label={commands} text={intakeCommand(origin, 'cloudtrail', 'cloudtrail.json.gz')} />
            <SeeLink isDone={progress.done.has('events')} path="/events" page={t('nav.events')} />
          </Step>
          <Step {...stateOf('tasks')} title={t('first.tasks')} text={t('first.tasksText')}>
            <CodeBlock label={t('first.pattern')} text={eventPattern} />
            <CodeBlock label={t('first.destination')} text={`POST ${elsewhere}/api/v1/intake/eventbridge`} />
            {loopback}
            <CodeBlock label={commands} text={intakeCommand(origin, 'eventbridge', 'task-events.json')} />
            <SeeLink isDone={progress.done.has('tasks')} path="/tasks" page={t('nav.tasks')} />
          </Step>
          <Step {...stateOf('image')} title={t('first.image')} text={t('first.imageText')}>
            <CodeBlock label={commands} text={imageCommands(origin)} />
            <SeeLink isDone={progress.done.has('image')} path="/images" page={t('nav.images')} />
          </Step>
          {isAdministrator && (
            <Step {...stateOf('metrics')} title={t('first.metrics')} text={t('first.metricsText')}>
              <CodeBlock label={t('first.container')} text={sidecarContainer(elsewhere)} />
              {loopback}
              <TokenMaker name="metrics-sidecar" scopes={['intake']} command={(secret) => secret} />
              <SeeLink isDone={progress.done.has('metrics')} path="/tasks" page={t('nav.tasks')} />
            </Step>
          )}
        </ol>
      )}
    </Page>
  );

  function stateOf(step: FirstStep) {
    return {
      isDone: progress?.done.has(step) === true,
      isOpenAtFirst: progress?.first === step,
      isWaiting: step !== 'token' && step !== 'account',
    };
  }
}

function SeeLink(props: {
  readonly isDone: boolean;
  readonly path: string;
  readonly page: string;
}): ReactNode {
  const t = useT();
  const isThere = Object.hasOwn(useRouter().routesByPath, props.path);
  if (!props.isDone || !isThere) return null;
  return (
    <Link to={props.path} search={{}} className={css.see}>
      {t('first.see', { page: props.page })}
    </Link>
  );
}
