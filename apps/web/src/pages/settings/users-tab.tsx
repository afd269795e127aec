import type { Team, User } from '@breakwater/api';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { ListTable } from '../../components/list-table.tsx';
import { Section } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { GrantTag } from './grant-tag.tsx';
import { RoleForm } from './role-form.tsx';
import css from './settings.module.css';
import { UserForm } from './user-form.tsx';

/** Who can sign in, and with which role in which team. */
export default function UsersTab(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const session = useSession();
  const users = useRead('listUsers', {});
  const teams = useRead('listTeams', {}).data?.teams ?? [];
  const own = session?.user.id;
  return (
    <>
      <Section title={t('settings.tab.users')}>
        <DetailState reading={users} failedTitle={t('settings.failed')}>
          {(data) => (
            <ListTable
              label={t('settings.tab.users')}
              rows={data.users}
              rowId={(user) => user.id}
              empty={t('users.empty')}
              columns={[
                {
                  id: 'name',
                  header: t('login.name'),
                  cell: (user) => (
                    <>
                      {user.username} {user.id === own && <span className={css.soft}>{t('users.you')}</span>}
                    </>
                  ),
                },
                {
                  id: 'roles',
                  header: t('users.roles'),
                  cell: (user) => <UserRoles user={user} teams={teams} />,
                },
                {
                  id: 'created',
                  header: t('settings.created'),
                  cell: (user) => formats.moment(Date.parse(user.createdAt)),
                },
                {
                  id: 'lastLogin',
                  header: t('users.lastLogin'),
                  cell: (user) =>
                    user.lastLoginAt === undefined
                      ? t('settings.never')
                      : formats.moment(Date.parse(user.lastLoginAt)),
                },
                {
                  id: 'actions',
                  header: t('settings.actions'),
                  isActions: true,
                  cell: (user) =>
                    user.id === own ? null : (
                      <ConfirmButton
                        label={t('settings.delete')}
                        name={t('users.deleteName', { name: user.username })}
                        title={t('users.deleteTitle', { name: user.username })}
                        route="deleteUser"
                        input={{ params: { id: user.id } }}
                        invalidates={['listUsers', 'listTeams']}
                      >
                        {t('users.deleteText')}
                      </ConfirmButton>
                    ),
                },
              ]}
            />
          )}
        </DetailState>
      </Section>
      <Section title={t('users.new')}>
        <div className={css.body}>
          <UserForm />
        </div>
      </Section>
    </>
  );
}

function UserRoles(props: { readonly user: User; readonly teams: readonly Team[] }): ReactNode {
  const t = useT();
  const { user } = props;
  return (
    <div className={css.stack}>
      {user.grants.length === 0 && <span className={css.soft}>{t('users.noRoles')}</span>}
      {user.grants.map((grant) => (
        <GrantTag
          key={grant.teamId}
          userId={user.id}
          username={user.username}
          teamId={grant.teamId}
          team={grant.team}
        >
          {t('settings.grant', { role: t(`role.${grant.role}`), team: grant.team })}
        </GrantTag>
      ))}
      <RoleForm userId={user.id} name={user.username} choices={props.teams} />
    </div>
  );
}
