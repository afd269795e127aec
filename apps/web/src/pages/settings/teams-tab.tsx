import type { Team, User } from '@breakwater/api';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { everywhereTeamId } from '../../api/session.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { ListTable } from '../../components/list-table.tsx';
import { Section } from '../../components/page.tsx';
import { PillList } from '../../components/pill-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { filterPills } from '../../state/pill.ts';
import { GrantTag } from './grant-tag.tsx';
import { RoleForm } from './role-form.tsx';
import css from './settings.module.css';
import { TeamForm } from './team-form.tsx';

/** Saved scopes: what their members see, and who they are. */
export default function TeamsTab(): ReactNode {
  const t = useT();
  const teams = useRead('listTeams', {});
  const users = useRead('listUsers', {}).data?.users ?? [];
  const [editedId, setEditedId] = useState<string>();
  const edited = teams.data?.teams.find((team) => team.id === editedId);
  return (
    <>
      <Section title={t('settings.tab.teams')}>
        <DetailState reading={teams} failedTitle={t('settings.failed')}>
          {(data) => (
            <ListTable
              label={t('settings.tab.teams')}
              rows={data.teams}
              rowId={(team) => team.id}
              empty={t('teams.empty')}
              columns={[
                { id: 'name', header: t('teams.name'), cell: (team) => team.name },
                { id: 'scope', header: t('teams.scope'), cell: (team) => <TeamScope team={team} /> },
                {
                  id: 'members',
                  header: t('teams.members'),
                  cell: (team) => <TeamMembers team={team} users={users} />,
                },
                {
                  id: 'actions',
                  header: t('settings.actions'),
                  isActions: true,
                  cell: (team) =>
                    team.id === everywhereTeamId ? (
                      <span className={css.soft}>{t('teams.builtIn')}</span>
                    ) : (
                      <>
                        <Button
                          variant="default"
                          size="compact-xs"
                          aria-label={t('teams.edit', { name: team.name })}
                          onClick={() => setEditedId(team.id)}
                        >
                          {t('settings.edit')}
                        </Button>
                        <ConfirmButton
                          label={t('settings.delete')}
                          name={t('teams.deleteName', { name: team.name })}
                          title={t('teams.deleteTitle', { name: team.name })}
                          route="deleteTeam"
                          input={{ params: { id: team.id } }}
                          invalidates={['listTeams', 'listUsers', 'listTokens']}
                        >
                          {t('teams.deleteText')}
                        </ConfirmButton>
                      </>
                    ),
                },
              ]}
            />
          )}
        </DetailState>
      </Section>
      <Section title={edited ? t('teams.edit', { name: edited.name }) : t('teams.new')}>
        <div className={css.body}>
          <TeamForm
            key={edited?.id ?? 'new'}
            {...(edited ? { team: edited } : {})}
            onDone={() => setEditedId(undefined)}
          />
        </div>
      </Section>
    </>
  );
}

function TeamScope(props: { readonly team: Team }): ReactNode {
  const t = useT();
  const { team } = props;
  if (team.isEverywhere) return t('teams.everywhere');
  const pills = filterPills(team.scope);
  if (pills) return <PillList pills={pills} />;
  return <code className={css.mono}>{JSON.stringify(team.scope)}</code>;
}

function TeamMembers(props: { readonly team: Team; readonly users: readonly User[] }): ReactNode {
  const t = useT();
  const { team } = props;
  const choices = props.users.map((user) => ({ id: user.id, name: user.username }));
  return (
    <div className={css.stack}>
      {team.members.length === 0 && <span className={css.soft}>{t('teams.noMembers')}</span>}
      {team.members.map((member) => (
        <GrantTag
          key={member.userId}
          userId={member.userId}
          username={member.username}
          teamId={team.id}
          team={team.name}
        >
          {member.username} <span className={css.soft}>{t(`role.${member.role}`)}</span>
        </GrantTag>
      ))}
      <RoleForm teamId={team.id} name={team.name} choices={choices} />
    </div>
  );
}
