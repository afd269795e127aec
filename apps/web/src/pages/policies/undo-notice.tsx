import type { PolicyRow } from '@breakwater/api';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { useT } from '../../i18n/i18n.tsx';
import css from './policies.module.css';
import { policyReads } from './policy-reads.ts';

/** What was just done to a policy, and the way back: the revision before it. */
export interface Undo {
  readonly done: (text: string) => void;
  readonly failed: (error: Error) => void;
  readonly text: string | undefined;
  readonly error: Error | undefined;
  readonly restore: (() => void) | undefined;
  readonly isPending: boolean;
}

interface Done {
  readonly text: string;
  /** The revision before; absent when that was taken back already. */
  readonly revision?: number;
}

export function useUndo(policy: PolicyRow): Undo {
  const t = useT();
  const client = useQueryClient();
  const restore = useChange('restorePolicy', policyReads);
  const [done, setDone] = useState<Done>();
  const [error, setError] = useState<Error>();
  const before = done?.revision;
  return {
    text: done?.text,
    error,
    isPending: restore.isPending,
    done: (text) => {
      setError(undefined);
      setDone({ text, revision: policy.revision });
    },
    failed: (failure) => {
      void client.invalidateQueries({ queryKey: ['listPolicies'] });
      setDone(undefined);
      setError(failure);
    },
    restore:
      before === undefined
        ? undefined
        : () =>
            restore.mutate(
              { params: { id: policy.id }, body: { revision: before } },
              { onSuccess: () => setDone({ text: t('policies.undone') }), onError: setError },
            ),
  };
}

/** Says what was done, until the next thing is. */
export function UndoNotice(props: { readonly undo: Undo }): ReactNode {
  const t = useT();
  const { undo } = props;
  if (undo.error) {
    return (
      <p role="alert" className={css.failed}>
        {errorMessage(undo.error, t)}
      </p>
    );
  }
  if (undo.text === undefined) return null;
  return (
    <p role="status" className={css.notice}>
      <span>{undo.text}</span>
      {undo.restore && (
        <Button variant="subtle" size="compact-xs" loading={undo.isPending} onClick={undo.restore}>
          {t('policies.undo')}
        </Button>
      )}
    </p>
  );
}
