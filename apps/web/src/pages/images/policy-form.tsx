import type { ImagePolicyDetail, ImagePolicyProblem } from '@breakwater/api';
import { Button, Switch } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { request } from '../../api/client.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { Section } from '../../components/page.tsx';
import { PageLoading } from '../../frame/fallbacks.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { carrySearch } from '../../state/search.ts';
import { imagePolicyReads } from './image-reads.ts';
import css from './policies.module.css';
import type { PolicyEditorHandle } from './policy-editor.tsx';
import { PreviewResult } from './preview-result.tsx';
import { usePreview } from './use-preview.ts';

const PolicyEditor = lazy(() => import('./policy-editor.tsx'));
const checkAfterMs = 300;

export interface PolicyFormProps {
  /** The policy that is edited; absent: a new one. */
  readonly policy?: ImagePolicyDetail;
  readonly text: string;
  readonly isEnabled: boolean;
}

/** Writes a policy, says what is wrong with it and what it would change, and saves it. */
export function PolicyForm(props: PolicyFormProps): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { policy } = props;
  const [text, setText] = useState(props.text);
  const [isEnabled, setEnabled] = useState(props.isEnabled);
  const problems = useProblems(text);
  const run = usePreview();
  const create = useChange('createImagePolicy', imagePolicyReads);
  const update = useChange('updateImagePolicy', imagePolicyReads);
  const editor = useRef<PolicyEditorHandle>(null);
  const saving = policy === undefined ? create : update;
  const isGood = problems !== undefined && problems.length === 0;

  function save(): void {
    const body = { text, isEnabled };
    const onSuccess = ({ id }: { readonly id: string }) =>
      void navigate({ to: '/images/policies', search: (before) => ({ ...carrySearch(before), open: id }) });
    if (policy === undefined) create.mutate({ body }, { onSuccess });
    else
      update.mutate({ params: { id: policy.id }, query: { revision: policy.revision }, body }, { onSuccess });
  }

  return (
    <div className={css.columns}>
      <div className={css.form}>
        <Suspense fallback={<PageLoading />}>
          <PolicyEditor
            ref={editor}
            label={t('imagePolicies.text')}
            text={props.text}
            problems={problems ?? []}
            onChange={setText}
          />
        </Suspense>
        <Switch
          label={t('imagePolicies.isEnabled')}
          checked={isEnabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        <FormEnd problem={saving.error ? errorMessage(saving.error, t) : undefined}>
          <Button onClick={save} loading={saving.isPending} disabled={!isGood}>
            {t('imagePolicies.save')}
          </Button>
          <Button
            variant="default"
            disabled={!isGood || run.isRunning}
            onClick={() => run.start(text, policy?.id)}
          >
            {t('imagePolicies.preview')}
          </Button>
          {run.isRunning && (
            <Button variant="default" onClick={run.stop}>
              {t('imagePolicies.stop')}
            </Button>
          )}
        </FormEnd>
      </div>
      <div className={css.side}>
        <Section title={t('imagePolicies.problems')}>
          <div className={css.padded} aria-live="polite">
            {isGood && <p>{t('imagePolicies.noProblems')}</p>}
            <ul className={css.problems}>
              {(problems ?? []).map(({ line, field, message }) => (
                <li key={`${line} ${field} ${message}`}>
                  <button type="button" className={css.problem} onClick={() => editor.current?.goTo(line)}>
                    <span className={css.place}>{t('imagePolicies.line', { line })}</span>{' '}
                    {field === '' ? message : `${field}: ${message}`}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        </Section>
        <PreviewResult run={run} />
      </div>
    </div>
  );
}

/** What the reader of policies says of a text, shortly after it was last changed; undefined until the first answer. */
function useProblems(text: string): readonly ImagePolicyProblem[] | undefined {
  const t = useT();
  const [problems, setProblems] = useState<readonly ImagePolicyProblem[]>();
  useEffect(() => {
    const check = new AbortController();
    const timer = setTimeout(() => {
      request('checkImagePolicy', { body: { text }, signal: check.signal }).then(
        (answer) => setProblems(answer.problems),
        (error: unknown) => {
          if (!check.signal.aborted) setProblems([{ line: 1, field: '', message: errorMessage(error, t) }]);
        },
      );
    }, checkAfterMs);
    return () => {
      clearTimeout(timer);
      check.abort();
    };
  }, [text, t]);
  return problems;
}
