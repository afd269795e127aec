import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { RouteId } from '../../api/client.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { sessionOptions } from '../../api/session.ts';
import { Icon } from '../../components/icons.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './settings.module.css';

/** What shows roles and is read again when one changes. */
export const grantChanges: readonly RouteId[] = ['listUsers', 'listTeams'];

/** Reads the session again: the roles that changed may be one's own. */
export function useSessionAgain(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: sessionOptions.queryKey });
}

export interface GrantTagProps {
  readonly userId: string;
  readonly username: string;
  readonly teamId: string;
  readonly team: string;
  readonly children: ReactNode;
}

/** A role that somebody holds, and the button that takes it away. */
export function GrantTag(props: GrantTagProps): ReactNode {
  const t = useT();
  const revoke = useChange('revokeRole', grantChanges);
  const readSessionAgain = useSessionAgain();
  const label = t('roles.revoke', { user: props.username, team: props.team });
  return (
    <>
      <span className={css.grant}>
        {props.children}
        <button
          type="button"
          className={css.remove}
          aria-label={label}
          title={label}
          disabled={revoke.isPending}
          onClick={() =>
            revoke.mutate(
              { params: { id: props.teamId, userId: props.userId } },
              { onSuccess: readSessionAgain },
            )
          }
        >
          <Icon name="close" size={12} />
        </button>
      </span>
      {revoke.isError && (
        <span role="alert" className={css.failed}>
          {errorMessage(revoke.error, t)}
        </span>
      )}
    </>
  );
}
