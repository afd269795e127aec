import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { minPasswordLength } from '../setup/check-setup.ts';
import css from './settings.module.css';

/** A new user; roles are given afterwards. */
export function UserForm(): ReactNode {
  const t = useT();
  const create = useChange('createUser', ['listUsers']);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const problems = formProblems(create.error, ['username', 'password'], t, { conflict: 'username' });
  const isTooShort = password !== '' && password.length < minPasswordLength;
  const isReady = username.trim() !== '' && password.length >= minPasswordLength;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady) return;
    const done = () => {
      setUsername('');
      setPassword('');
    };
    create.mutate({ body: { username: username.trim(), password } }, { onSuccess: done });
  }

  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput
        label={t('login.name')}
        description={t('users.nameHint')}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
        error={problems.at('username')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        label={t('login.password')}
        description={t('setup.passwordHint', { count: minPasswordLength })}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={isTooShort ? t('setup.tooShort', { count: minPasswordLength }) : problems.at('password')}
        autoComplete="new-password"
      />
      <FormEnd problem={problems.form}>
        <Button type="submit" loading={create.isPending} disabled={!isReady}>
          {t('settings.create')}
        </Button>
        {create.isSuccess && <span role="status">{t('users.created', { name: create.data.username })}</span>}
      </FormEnd>
    </form>
  );
}
