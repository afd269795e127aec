import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { PillText } from '../../components/pill-editor.tsx';
import { PillField } from '../../components/pill-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { hasPill } from '../../state/facet.ts';
import { addPill, formatPill, type Pill, pillFilter } from '../../state/pill.ts';
import { type Expiry, expiries, expiryMoment } from './expiry.ts';
import css from './policies.module.css';
import { policyReads } from './policy-reads.ts';

export interface ExceptionFormProps {
  readonly policyId: string;
  /** Names of rules to choose from; the first choice is every rule of the policy. */
  readonly rules: readonly string[];
  /** The rule that is chosen at first. */
  readonly rule?: string;
  /** Conditions to start from. */
  readonly pills: readonly Pill[];
  /** Conditions that one press adds. */
  readonly suggestions?: readonly Pill[];
  /** Fields that conditions may use. */
  readonly fields: readonly string[];
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Accepts detections: which, why, and until when. */
export function ExceptionForm(props: ExceptionFormProps): ReactNode {
  const t = useT();
  const add = useChange('addPolicyException', policyReads);
  const [rule, setRule] = useState(props.rule ?? '');
  const [pills, setPills] = useState(props.pills);
  const [reason, setReason] = useState('');
  const [expiry, setExpiry] = useState<Expiry>('30d');
  const [date, setDate] = useState('');
  const problems = formProblems(add.error, ['rule', 'filter', 'reason', 'expiresAt'], t);
  const expiresAt = expiryMoment(expiry, date, Date.now());
  const isReady = pills.length > 0 && reason.trim() !== '' && expiresAt !== 'invalid';

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady) return;
    const body = {
      filter: { op: 'and' as const, filters: pills.map(pillFilter) },
      reason: reason.trim(),
      ...(rule === '' ? {} : { rule }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    add.mutate({ params: { id: props.policyId }, body }, { onSuccess: props.onDone });
  }

  return (
    <form className={css.form} onSubmit={submit} aria-label={t('exceptions.new')}>
      <NativeSelect
        label={t('exceptions.rule')}
        value={rule}
        onChange={(event) => setRule(event.currentTarget.value)}
        error={problems.at('rule')}
        data={[
          { value: '', label: t('exceptions.everyRule') },
          ...props.rules.map((name) => ({ value: name, label: name })),
        ]}
      />
      <div>
        <div className={css.label}>{t('exceptions.filter')}</div>
        <PillField label={t('exceptions.filter')} fields={props.fields} pills={pills} onChange={setPills} />
        {props.suggestions !== undefined && (
          <Suggestions
            pills={props.suggestions.filter((pill) => !hasPill(pills, pill))}
            onAdd={(pill) => setPills(addPill(pills, pill))}
          />
        )}
        <p className={css.formHint}>
          {t(pills.length === 0 ? 'exceptions.filterEmpty' : 'exceptions.filterHint')}
        </p>
        {problems.at('filter') !== undefined && (
          <p role="alert" className={css.failed}>
            {problems.at('filter')}
          </p>
        )}
      </div>
      <TextInput
        label={t('exceptions.reason')}
        description={t('exceptions.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={problems.at('reason')}
        maxLength={2000}
        autoComplete="off"
      />
      <div className={css.line}>
        <NativeSelect
          label={t('exceptions.expiry')}
          value={expiry}
          onChange={(event) => setExpiry(event.currentTarget.value as Expiry)}
          data={expiries.map((value) => ({ value, label: t(`exceptions.expiries.${value}`) }))}
        />
        {expiry === 'date' && (
          <TextInput
            type="date"
            label={t('exceptions.date')}
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
            error={
              problems.at('expiresAt') ?? (date !== '' && expiresAt === 'invalid' && t('exceptions.datePast'))
            }
          />
        )}
      </div>
      <FormEnd problem={problems.form}>
        <Button type="submit" loading={add.isPending} disabled={!isReady}>
          {t('exceptions.add')}
        </Button>
        <Button variant="default" onClick={props.onCancel}>
          {t('action.cancel')}
        </Button>
      </FormEnd>
    </form>
  );
}

/** What this event holds, each to be made a condition. */
function Suggestions(props: {
  readonly pills: readonly Pill[];
  readonly onAdd: (pill: Pill) => void;
}): ReactNode {
  const t = useT();
  return (
    <details className={css.suggestions}>
      <summary>{t('exceptions.fromEvent', { count: props.pills.length })}</summary>
      <ul>
        {props.pills.map((pill) => (
          <li key={formatPill(pill)}>
            <button
              type="button"
              className={css.suggestion}
              aria-label={t('exceptions.addCondition', { condition: formatPill(pill) })}
              onClick={() => props.onAdd(pill)}
            >
              <PillText pill={pill} />
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
