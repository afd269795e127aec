import type { Team } from '@breakwater/api';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { PillField } from '../../components/pill-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { filterPills, type Pill, pillFilter } from '../../state/pill.ts';
import { scopeLevels } from '../../state/search.ts';
import css from './settings.module.css';

export interface TeamFormProps {
  /** The team to change; absent for a new one. */
  readonly team?: Team;
  readonly onDone: () => void;
}

/** Name and scope of a team. */
export function TeamForm(props: TeamFormProps): ReactNode {
  const t = useT();
  const { team } = props;
  const create = useChange('createTeam', ['listTeams']);
  const update = useChange('updateTeam', ['listTeams', 'listUsers']);
  const change = team ? update : create;
  const known = team ? filterPills(team.scope) : [];
  const [name, setName] = useState(team?.name ?? '');
  const [pills, setPills] = useState<readonly Pill[]>(known ?? []);
  const problems = formProblems(change.error, ['name', 'scope'], t, { conflict: 'name' });
  const isKept = known === undefined && pills.length === 0;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (name.trim() === '') return;
    const scope = isKept && team ? team.scope : { op: 'and' as const, filters: pills.map(pillFilter) };
    const body = { name: name.trim(), scope };
    const done = () => {
      setName('');
      setPills([]);
      props.onDone();
    };
    if (team) update.mutate({ params: { id: team.id }, body }, { onSuccess: done });
    else create.mutate({ body }, { onSuccess: done });
  }

  return (
    <form className={`${css.form} ${css.wide}`} onSubmit={submit}>
      <TextInput
        label={t('teams.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={problems.at('name')}
        maxLength={100}
        maw={420}
        autoComplete="off"
      />
      <div>
        <div className={css.label}>{t('teams.scope')}</div>
        <PillField label={t('teams.scope')} fields={scopeLevels} pills={pills} onChange={setPills} />
        <p className={css.hint}>
          {isKept
            ? t('teams.scopeComplex')
            : pills.length === 0
              ? t('teams.scopeOpen')
              : t('teams.scopeHint')}
        </p>
        {problems.at('scope') !== undefined && (
          <p role="alert" className={css.failed}>
            {problems.at('scope')}
          </p>
        )}
      </div>
      <FormEnd problem={problems.form}>
        <Button type="submit" loading={change.isPending} disabled={name.trim() === ''}>
          {team ? t('settings.save') : t('settings.create')}
        </Button>
        {team && (
          <Button variant="default" onClick={props.onDone}>
            {t('action.cancel')}
          </Button>
        )}
      </FormEnd>
    </form>
  );
}
