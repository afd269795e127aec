import { ApiError, type PolicyBody, type PolicyRow } from '@breakwater/api';
import {
  commonColumns,
  everything,
  type PolicyStatus,
  type PolicyType,
  policyStatuses,
  policyTypes,
  type Severity,
  severities,
} from '@breakwater/model';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange, useRead } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { Section } from '../../components/page.tsx';
import { PillField } from '../../components/pill-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { filterPills, pillFilter } from '../../state/pill.ts';
import { scopeLevels } from '../../state/search.ts';
import { HuntPanel } from '../rules/hunt-panel.tsx';
import { ActionFields } from './action-fields.tsx';
import css from './policies.module.css';
import { policyReads } from './policy-reads.ts';
import { sourceOf } from './policy-view.ts';
import { RulePicker } from './rule-picker.tsx';
import { ScopeText } from './scope-text.tsx';

export interface PolicyFormProps {
  /** The policy that is changed; absent for a new one. */
  readonly policy?: PolicyRow;
  /** What the fields hold at first. */
  readonly start?: PolicyBody;
}

const empty: PolicyBody = {
  name: '',
  description: '',
  type: 'cloudtrail',
  severity: 'medium',
  scope: everything,
  rules: [],
  actions: [],
  status: 'dry-run',
};

const scopeFields = [
  ...scopeLevels,
  ...commonColumns.filter((name) => !(scopeLevels as readonly string[]).includes(name)),
];
const paths = ['name', 'description', 'type', 'severity', 'scope', 'rules', 'actions', 'runbook', 'status'];

/** Everything that a person decides about a policy. */
export function PolicyForm(props: PolicyFormProps): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { policy, start = empty } = props;
  const create = useChange('createPolicy', policyReads);
  const update = useChange('updatePolicy', policyReads);
  const save = policy ? update : create;
  const [body, setBody] = useState(start);
  const [revision, setRevision] = useState(policy?.revision);
  const rules = useRead('listRules', {});
  const pills = filterPills(body.scope);
  const source = sourceOf(body.type);
  const isStale = save.error instanceof ApiError && save.error.code === 'changed-meanwhile';
  const problems = formProblems(isStale ? null : save.error, paths, t, {
    'name-taken': 'name',
    'private-address': 'actions',
    'no-task': 'actions',
  });
  const isReady =
    body.name.trim() !== '' &&
    !body.actions.some((action) => action.type === 'webhook' && action.url.trim() === '');
  const set = (change: Partial<PolicyBody>) => setBody((before) => ({ ...before, ...change }));

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady) return;
    const cleaned = cleanBody(body);
    const onSuccess = (saved: PolicyRow) =>
      void navigate({ to: '/policies', search: { open: saved.id, sev: 'all' } });
    if (policy && revision !== undefined) {
      update.mutate({ params: { id: policy.id }, query: { revision }, body: cleaned }, { onSuccess });
    } else create.mutate({ body: cleaned }, { onSuccess });
  }

  return (
    <form className={css.page} onSubmit={submit}>
      <Section title={t('policies.about')}>
        <div className={css.sectionBody}>
          <TextInput
            label={t('policies.name')}
            value={body.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={problems.at('name')}
            maxLength={200}
            autoComplete="off"
            required
          />
          <Textarea
            label={t('policies.description')}
            value={body.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
            error={problems.at('description')}
            maxLength={2000}
            rows={3}
            resize="vertical"
            size="xs"
          />
          <div className={css.line}>
            <NativeSelect
              label={t('policies.type')}
              description={policy ? t('policies.typeFixed') : t('policies.typeHint')}
              disabled={policy !== undefined}
              value={body.type}
              onChange={(event) => set({ type: event.currentTarget.value as PolicyType, rules: [] })}
              data={policyTypes.map((value) => ({ value, label: t(`policies.types.${value}`) }))}
              error={problems.at('type')}
            />
            <NativeSelect
              label={t('policies.severity')}
              description={t('policies.severityHint')}
              value={body.severity}
              onChange={(event) => set({ severity: event.currentTarget.value as Severity })}
              data={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
              error={problems.at('severity')}
            />
          </div>
          <div>
            <div className={css.label}>{t('policies.status')}</div>
            <Choice<PolicyStatus>
              label={t('policies.status')}
              value={body.status}
              onChange={(status) => set({ status })}
              options={policyStatuses.map((value) => ({ value, label: t(`policies.statuses.${value}`) }))}
            />
            <p className={css.formHint}>{t(`policies.statusHint.${body.status}`)}</p>
          </div>
        </div>
      </Section>
      <Section title={t('policies.scope')}>
        <div className={css.sectionBody}>
          {pills ? (
            <PillField
              label={t('policies.scope')}
              fields={scopeFields}
              pills={pills}
              onChange={(next) => set({ scope: { op: 'and', filters: next.map(pillFilter) } })}
            />
          ) : (
            <>
              <ScopeText scope={body.scope} />
              <div>
                <Button variant="default" size="compact-xs" onClick={() => set({ scope: everything })}>
                  {t('policies.scopeReplace')}
                </Button>
              </div>
            </>
          )}
          <p className={css.formHint}>
            {t(
              !pills
                ? 'policies.scopeComplex'
                : pills.length === 0
                  ? 'policies.scopeOpen'
                  : 'policies.scopeHint',
            )}
          </p>
          <Problem text={problems.at('scope')} />
        </div>
      </Section>
      <Section title={t('policies.rules')}>
        <div className={css.sectionBody}>
          <RulePicker
            source={source}
            reading={rules}
            chosen={body.rules}
            onChange={(chosen) => set({ rules: chosen })}
          />
          <Problem text={problems.at('rules')} />
        </div>
      </Section>
      <Section title={t('policies.actionsTitle')}>
        <div className={css.sectionBody}>
          <ActionFields
            actions={body.actions}
            onChange={(actions) => set({ actions })}
            problem={problems.at('actions')}
            policyType={body.type}
          />
          <Textarea
            label={t('policies.runbook')}
            description={t('policies.runbookHint')}
            value={body.runbook ?? ''}
            onChange={(event) => set({ runbook: event.currentTarget.value })}
            error={problems.at('runbook')}
            maxLength={2000}
            rows={2}
            resize="vertical"
            size="xs"
          />
        </div>
      </Section>
      <HuntPanel
        title={t('hunt.noise')}
        text={t('hunt.noiseText')}
        ask={() => ({
          rules:
            body.rules.length > 0
              ? body.rules
              : (rules.data?.rules ?? [])
                  .filter((rule) => rule.source === source && rule.isEnabled)
                  .map((rule) => rule.name),
          // A saved policy brings its exceptions along, and its own scope, which must be the one that is written here.
          ...(policy && JSON.stringify(body.scope) === JSON.stringify(policy.scope)
            ? { policyId: policy.id }
            : { filter: body.scope }),
        })}
      />
      {isStale && policy && (
        <StaleNotice
          policy={policy}
          onTake={(newest) => {
            setRevision(newest.revision);
            save.reset();
          }}
        />
      )}
      <FormEnd problem={problems.form}>
        <Button type="submit" loading={save.isPending} disabled={!isReady || isStale}>
          {t(policy ? 'settings.save' : 'settings.create')}
        </Button>
        <Button
          variant="default"
          onClick={() =>
            void navigate({ to: '/policies', search: policy ? { open: policy.id, sev: 'all' } : {} })
          }
        >
          {t('action.cancel')}
        </Button>
      </FormEnd>
    </form>
  );
}

/** Somebody else saved meanwhile: the newest is named, and what was written here is kept until the reader decides. */
function StaleNotice(props: {
  readonly policy: PolicyRow;
  readonly onTake: (newest: PolicyRow) => void;
}): ReactNode {
  const t = useT();
  const newest = useRead('getPolicy', { params: { id: props.policy.id } });
  return (
    <div role="alert" className={css.warn}>
      <p>
        {newest.data && newest.data.revision !== props.policy.revision
          ? t('policies.stale', { name: newest.data.updatedBy, revision: newest.data.revision })
          : t('policies.staleUnknown')}
      </p>
      <div className={css.formEnd}>
        <Button
          variant="default"
          size="compact-xs"
          onClick={async () => {
            const { data } = await newest.refetch();
            if (data) props.onTake(data);
          }}
        >
          {t('policies.staleKeep')}
        </Button>
        <Button variant="default" size="compact-xs" onClick={() => location.reload()}>
          {t('policies.staleReload')}
        </Button>
      </div>
    </div>
  );
}

function Problem(props: { readonly text: string | undefined }): ReactNode {
  if (props.text === undefined) return null;
  return (
    <p role="alert" className={css.failed}>
      {props.text}
    </p>
  );
}

/** The body as it is sent: no blanks around texts, no empty runbook. */
function cleanBody(body: PolicyBody): PolicyBody {
  const { runbook, ...rest } = body;
  const text = runbook?.trim() ?? '';
  return {
    ...rest,
    name: body.name.trim(),
    description: body.description.trim(),
    ...(text === '' ? {} : { runbook: text }),
  };
}
