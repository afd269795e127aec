import { type Role, roles } from '@breakwater/api';
import { Button, NativeSelect, Popover } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { useT } from '../../i18n/i18n.tsx';
import { grantChanges, useSessionAgain } from './grant-tag.tsx';
import css from './settings.module.css';

/** What a role is to be given for: one side is fixed, the other is chosen. */
export type RoleFormProps =
  | { readonly userId: string; readonly name: string; readonly choices: readonly RoleChoice[] }
  | { readonly teamId: string; readonly name: string; readonly choices: readonly RoleChoice[] };

export interface RoleChoice {
  readonly id: string;
  readonly name: string;
}

/** Gives a user a role in a team: a button with a small form behind it. */
export function RoleForm(props: RoleFormProps): ReactNode {
  const t = useT();
  const grant = useChange('grantRole', grantChanges);
  const readSessionAgain = useSessionAgain();
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const [role, setRole] = useState<Role>('viewer');
  const other = chosen ?? props.choices[0]?.id;
  const isForUser = 'userId' in props;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (other === undefined) return;
    const params = isForUser ? { id: other, userId: props.userId } : { id: props.teamId, userId: other };
    const done = () => {
      setIsOpen(false);
      readSessionAgain();
    };
    grant.mutate({ params, body: { role } }, { onSuccess: done });
  }

  if (props.choices.length === 0) return null;
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" withinPortal trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={css.add}
          onClick={() => setIsOpen(!isOpen)}
          aria-label={t('roles.addName', { name: props.name })}
        >
          {t('roles.add')}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={css.popover} onSubmit={submit}>
          <NativeSelect
            label={isForUser ? t('roles.team') : t('roles.user')}
            value={other}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={props.choices.map((choice) => ({ value: choice.id, label: choice.name }))}
          />
          <NativeSelect
            label={t('roles.role')}
            description={t(`roles.about.${role}`)}
            value={role}
            onChange={(event) => setRole(roles.find((one) => one === event.currentTarget.value) ?? role)}
            data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
          />
          {grant.isError && (
            <p role="alert" className={css.failed}>
              {errorMessage(grant.error, t)}
            </p>
          )}
          <Button type="submit" loading={grant.isPending}>
            {t('roles.give')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
