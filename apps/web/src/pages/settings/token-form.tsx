import { type ApiToken, type TokenScope, tokenScopes } from '@breakwater/api';
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange, useRead } from '../../api/hooks.ts';
import { everywhereTeamId } from '../../api/session.ts';
import { Choice } from '../../components/choice.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './settings.module.css';

const lifetimes = ['30', '90', '365'] as const;

export interface TokenFormProps {
  readonly onMade: (made: { readonly token: ApiToken; readonly secret: string }) => void;
}

/** A new API token: what it may be used for, as which team, how long. */
export function TokenForm(props: TokenFormProps): ReactNode {
  const t = useT();
  const create = useChange('createToken', ['listTokens']);
  const teams = useRead('listTeams', {}).data?.teams ?? [];
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly TokenScope[]>(['intake']);
  const [teamId, setTeamId] = useState(everywhereTeamId);
  const [days, setDays] = useState<(typeof lifetimes)[number]>('90');
  const problems = formProblems(create.error, ['name', 'scopes', 'teamId'], t, { conflict: 'name' });
  const isReady = name.trim() !== '' && scopes.length > 0;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady) return;
    const body = { name: name.trim(), scopes, teamId, expiresInDays: Number(days) };
    create.mutate({ body }, { onSuccess: props.onMade });
  }

  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput
        label={t('tokens.name')}
        description={t('tokens.nameHint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={problems.at('name')}
        maxLength={100}
        autoComplete="off"
      />
      <fieldset className={css.choices}>
        <legend>{t('tokens.scopes')}</legend>
        {tokenScopes.map((scope) => (
          <Checkbox
            key={scope}
            size="xs"
            label={t(`tokens.scope.${scope}`)}
            description={t(`tokens.about.${scope}`)}
            checked={scopes.includes(scope)}
            onChange={(event) =>
              setScopes(
                tokenScopes.filter((one) =>
                  one === scope ? event.currentTarget.checked : scopes.includes(one),
                ),
              )
            }
          />
        ))}
        {scopes.length === 0 && <p className={css.failed}>{t('tokens.scopesMissing')}</p>}
      </fieldset>
      <NativeSelect
        size="xs"
        label={t('tokens.team')}
        value={teamId}
        onChange={(event) => setTeamId(event.currentTarget.value)}
        error={problems.at('teamId')}
        data={teams.map((team) => ({ value: team.id, label: team.name }))}
      />
      <div>
        <div className={css.label}>{t('tokens.expiry')}</div>
        <Choice
          label={t('tokens.expiry')}
          value={days}
          onChange={setDays}
          options={lifetimes.map((value) => ({ value, label: t('tokens.days', { count: Number(value) }) }))}
        />
      </div>
      <FormEnd problem={problems.form}>
        <Button type="submit" loading={create.isPending} disabled={!isReady}>
          {t('settings.create')}
        </Button>
      </FormEnd>
    </form>
  );
}
