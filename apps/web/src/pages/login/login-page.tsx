import { ApiError, type Session } from '@breakwater/api';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { request } from '../../api/client.ts';
import { errorMessage } from '../../api/error-message.ts';
import { beginSession } from '../../api/session.ts';
import { PasswordField } from '../../components/password-field.tsx';
import css from '../../frame/entry-card.module.css';
import { EntryCard } from '../../frame/entry-card.tsx';
import { type Translate, useT } from '../../i18n/i18n.tsx';
import { readReturnPath } from '../../state/return-path.ts';

/** Name and password; then back to where the person was. */
export default function LoginPage(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const router = useRouter();
  const { to } = readReturnPath(useSearch({ strict: false }));
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const login = useMutation({
    mutationFn: (): Promise<Session> => request('login', { body: { username, password } }),
    onSuccess: (session) => {
      beginSession(client, session);
      router.history.push(to ?? '/');
    },
    onError: () => setPassword(''),
  });
  useEffect(() => {
    document.title = `${t('login.submit')} · ${t('app.name')}`;
  }, [t]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (username !== '' && password !== '') login.mutate();
  }

  return (
    <EntryCard title={t('login.title')}>
      {to !== undefined && !login.isError && <p className={css.notice}>{t('login.expired')}</p>}
      {login.isError && (
        <p className={css.failed} role="alert">
          {loginMessage(login.error, t)}
        </p>
      )}
      <form className={css.form} onSubmit={submit}>
        <TextInput
          size="sm"
          label={t('login.name')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
          required
          withAsterisk={false}
        />
        <PasswordField
          size="sm"
          label={t('login.password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <Button type="submit" size="sm" loading={login.isPending}>
          {t('login.submit')}
        </Button>
      </form>
    </EntryCard>
  );
}

function loginMessage(error: Error, t: Translate): string {
  if (error instanceof ApiError && error.status === 429) return t('login.limitedShort');
  return errorMessage(error, t);
}
