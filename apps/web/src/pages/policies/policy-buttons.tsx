import { type PolicyRow, policyBodyOf } from '@breakwater/api';
import { policyStatuses } from '@breakwater/model';
import type { ReactNode } from 'react';
import { useChange } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './policies.module.css';
import { policyReads } from './policy-reads.ts';
import type { Undo } from './undo-notice.tsx';

/** Switches a policy, and leads to what else can be done with it. */
export function PolicyButtons(props: {
  readonly policy: PolicyRow;
  readonly undo: Undo;
  readonly onDeleted: () => void;
}): ReactNode {
  const t = useT();
  const { policy, undo } = props;
  const change = useChange('updatePolicy', policyReads);
  const status = change.isPending ? (change.variables.body?.status ?? policy.status) : policy.status;
  return (
    <div className={css.buttons}>
      <Choice
        label={t('policies.status')}
        value={status}
        onChange={(next) => {
          if (next === status || change.isPending) return;
          change.mutate(
            {
              params: { id: policy.id },
              query: { revision: policy.revision },
              body: { ...policyBodyOf(policy), status: next },
            },
            { onSuccess: () => undo.done(t(`policies.switched.${next}`)), onError: undo.failed },
          );
        }}
        options={policyStatuses.map((value) => ({ value, label: t(`policies.statuses.${value}`) }))}
      />
      <span className={css.buttonGroup}>
        <LinkButton isQuiet to="/policies/edit" search={{ open: policy.id }}>
          {t('policies.edit')}
        </LinkButton>
        <LinkButton isQuiet to="/policies/new" search={{ open: policy.id }}>
          {t('policies.clone')}
        </LinkButton>
        {policy.origin === 'custom' && (
          <ConfirmButton
            label={t('policies.delete')}
            name={t('policies.deleteName', { name: policy.name })}
            title={t('policies.deleteTitle', { name: policy.name })}
            route="deletePolicy"
            input={{ params: { id: policy.id } }}
            invalidates={policyReads}
            onDone={props.onDeleted}
            isRegular
          >
            {t('policies.deleteText')}
          </ConfirmButton>
        )}
      </span>
    </div>
  );
}
