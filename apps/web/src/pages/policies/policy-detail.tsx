import type { PolicyRow } from '@breakwater/api';
import type { ReactNode } from 'react';
import { useSession } from '../../api/session.ts';
import { Choice } from '../../components/choice.tsx';
import { DetailStack } from '../../components/detail.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useView } from '../../state/view.ts';
import css from './policies.module.css';
import { PolicyButtons } from './policy-buttons.tsx';
import { PolicyExceptions } from './policy-exceptions.tsx';
import { PolicyOverview } from './policy-overview.tsx';
import { PolicyRules } from './policy-rules.tsx';
import { PolicyVersions } from './policy-versions.tsx';
import { statusTones } from './policy-view.ts';
import { UndoNotice, useUndo } from './undo-notice.tsx';

const tabs = ['overview', 'rules', 'exceptions', 'versions'] as const;

type Tab = (typeof tabs)[number];

/** One policy: what it watches, its rules, its exceptions, what it was before; and all that can be done with it. */
export function PolicyDetail(props: {
  readonly policy: PolicyRow;
  readonly onDeleted: (policy: PolicyRow) => void;
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, update } = useView();
  const isAdministrator = useSession()?.isAdministrator === true;
  const undo = useUndo(props.policy);
  const { policy } = props;
  const tab = tabs.find((one) => one === state.view) ?? 'overview';
  const counts: Readonly<Partial<Record<Tab, number>>> = {
    rules: policy.ruleCount,
    exceptions: policy.exceptions.length,
    versions: policy.revision,
  };
  return (
    <DetailStack>
      <div className={css.head}>
        {isAdministrator ? (
          <PolicyButtons policy={policy} undo={undo} onDeleted={() => props.onDeleted(policy)} />
        ) : (
          <StatusMark tone={statusTones[policy.status]}>{t(`policies.statuses.${policy.status}`)}</StatusMark>
        )}
        <UndoNotice undo={undo} />
      </div>
      <Choice
        label={t('policies.parts')}
        value={tab}
        onChange={(next) => update({ view: next === 'overview' ? undefined : next })}
        options={tabs.map((value) => {
          const count = counts[value];
          const label = t(`policies.part.${value}`);
          return count === undefined ? { value, label } : { value, label, count: formats.compact(count) };
        })}
      />
      {tab === 'overview' && <PolicyOverview policy={policy} />}
      {tab === 'rules' && <PolicyRules policy={policy} />}
      {tab === 'exceptions' && <PolicyExceptions policy={policy} canEdit={isAdministrator} undo={undo} />}
      {tab === 'versions' && <PolicyVersions policy={policy} canEdit={isAdministrator} />}
    </DetailStack>
  );
}
