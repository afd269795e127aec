import type { EventDetail } from '@breakwater/api';
import { Button, Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { useT } from '../../i18n/i18n.tsx';
import { carrySearch } from '../../state/search.ts';
import { Runbook } from '../policies/runbook.tsx';
import { eventPills, startingPills } from './event-pills.ts';
import css from './events-page.module.css';

const ExceptionForm = lazy(async () => ({
  default: (await import('../policies/exception-form.tsx')).ExceptionForm,
}));

export interface EventPolicyProps {
  readonly event: EventDetail;
  readonly policyId: string;
  /** The rules that fired under the policy, the leading one first. */
  readonly rules: readonly string[];
}

/** What can be done about the policy that made a detection: its runbook, and an exception from what this event holds. */
export function EventPolicy(props: EventPolicyProps): ReactNode {
  const t = useT();
  const { event, policyId, rules } = props;
  const canEdit = useSession()?.isAdministrator === true;
  const policy = useRead('getPolicy', { params: { id: policyId } }).data;
  const [isAdding, setIsAdding] = useState(false);
  const [isAdded, setIsAdded] = useState(false);
  const runbook = policy?.runbook;
  if (!canEdit && runbook === undefined) return null;
  return (
    <div className={css.actions}>
      {runbook !== undefined && (
        <div className={css.runbook}>
          <b>{t('policies.runbook')}</b> <Runbook text={runbook} />
        </div>
      )}
      {canEdit && (
        <Button variant="default" onClick={() => setIsAdding(true)}>
          {t('exceptions.new')}
        </Button>
      )}
      {isAdded && (
        <span role="status" className={css.added}>
          {t('exceptions.added')}{' '}
          <Link
            to="/policies"
            search={(before) => ({ ...carrySearch(before), open: policyId, view: 'exceptions', sev: 'all' })}
            className={css.link}
          >
            {t('events.detail.showPolicy')}
          </Link>
        </span>
      )}
      <Modal
        opened={isAdding}
        onClose={() => setIsAdding(false)}
        title={t('exceptions.new')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        {isAdding && (
          <Suspense fallback={null}>
            <ExceptionForm
              policyId={policyId}
              rules={rules}
              {...(rules[0] === undefined ? {} : { rule: rules[0] })}
              pills={startingPills(event)}
              suggestions={eventPills(event)}
              fields={eventPills(event).map((pill) => pill.field)}
              onDone={() => {
                setIsAdding(false);
                setIsAdded(true);
              }}
              onCancel={() => setIsAdding(false)}
            />
          </Suspense>
        )}
      </Modal>
    </div>
  );
}
