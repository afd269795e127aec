import type { PolicyRow } from '@breakwater/api';
import type { PolicyException } from '@breakwater/model';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useChange, useRead } from '../../api/hooks.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { useExceptionFields } from './exception-fields.ts';
import { ExceptionForm } from './exception-form.tsx';
import css from './policies.module.css';
import { policyReads } from './policy-reads.ts';
import { rulesOf } from './policy-rules.tsx';
import { sourceOf } from './policy-view.ts';
import { ScopeText } from './scope-text.tsx';
import type { Undo } from './undo-notice.tsx';

/** What is known and accepted: detections that are not made, each with its reason and end. */
export function PolicyExceptions(props: {
  readonly policy: PolicyRow;
  readonly canEdit: boolean;
  readonly undo: Undo;
}): ReactNode {
  const t = useT();
  const { policy, undo } = props;
  const [isAdding, setIsAdding] = useState(false);
  const rules = useRead('listRules', {}, { isEnabled: isAdding });
  const fields = useExceptionFields(sourceOf(policy.type));
  return (
    <div className={css.stack}>
      {policy.exceptions.length === 0 && !isAdding && <p className={css.soft}>{t('exceptions.none')}</p>}
      {policy.exceptions.length > 0 && (
        <ul className={css.exceptions}>
          {policy.exceptions.map((exception) => (
            <li key={exception.id}>
              <ExceptionCard policy={policy} exception={exception} canEdit={props.canEdit} undo={undo} />
            </li>
          ))}
        </ul>
      )}
      {props.canEdit && !isAdding && (
        <div>
          <Button variant="default" onClick={() => setIsAdding(true)}>
            {t('exceptions.new')}
          </Button>
        </div>
      )}
      {isAdding && (
        <ExceptionForm
          policyId={policy.id}
          rules={rulesOf(policy, rules.data?.rules ?? []).map((rule) => rule.name)}
          pills={[]}
          fields={fields}
          onDone={() => {
            setIsAdding(false);
            undo.done(t('exceptions.added'));
          }}
          onCancel={() => setIsAdding(false)}
        />
      )}
    </div>
  );
}

interface ExceptionCardProps {
  readonly policy: PolicyRow;
  readonly exception: PolicyException;
  readonly canEdit: boolean;
  readonly undo: Undo;
}

function ExceptionCard(props: ExceptionCardProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { policy, exception, undo } = props;
  const remove = useChange('removePolicyException', policyReads);
  const suppressed = policy.suppressions.find((one) => one.exception === exception.id);
  const created = Date.parse(exception.createdAt);
  return (
    <article className={css.exception}>
      <div className={css.exceptionHead}>
        <p className={css.reason}>{exception.reason}</p>
        {props.canEdit && (
          <Button
            variant="default"
            size="compact-xs"
            aria-label={t('exceptions.removeName', { reason: exception.reason })}
            loading={remove.isPending}
            onClick={() =>
              remove.mutate(
                { params: { id: policy.id, exception: exception.id } },
                { onSuccess: () => undo.done(t('exceptions.removed')), onError: undo.failed },
              )
            }
          >
            {t('exceptions.remove')}
          </Button>
        )}
      </div>
      <ScopeText scope={exception.filter} />
      <p className={css.soft}>
        {exception.rule === undefined ? t('exceptions.everyRule') : exception.rule}
        {' · '}
        {t('exceptions.by', { name: exception.createdBy, age: formats.age(Math.min(created, now), now) })}
      </p>
      <p className={css.exceptionEnd}>
        <ExpiryMark expiresAt={exception.expiresAt} />
        <span className={css.soft}>
          {suppressed
            ? t('exceptions.suppressed', {
                count: suppressed.count,
                age: formats.age(Math.min(Date.parse(suppressed.lastAt), now), now),
              })
            : t('exceptions.notUsed')}
        </span>
      </p>
    </article>
  );
}

const soonMs = 7 * 86_400_000;

function ExpiryMark(props: { readonly expiresAt: string | undefined }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  if (props.expiresAt === undefined) return <StatusMark tone="quiet">{t('exceptions.endsNever')}</StatusMark>;
  const end = Date.parse(props.expiresAt);
  const values = { moment: formats.moment(end), age: formats.age(end, now) };
  if (end <= now) return <StatusMark tone="bad">{t('exceptions.ended', values)}</StatusMark>;
  return <StatusMark tone={end - now < soonMs ? 'warn' : 'good'}>{t('exceptions.ends', values)}</StatusMark>;
}
