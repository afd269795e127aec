import type { Session } from '@breakwater/api';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { request } from '../../api/client.ts';
import { formProblems } from '../../api/error-message.ts';
import { beginSession } from '../../api/session.ts';
import { PasswordField } from '../../components/password-field.tsx';
import css from '../../frame/entry-card.module.css';
import { EntryCard } from '../../frame/entry-card.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { checkSetup, minPasswordLength, type SetupFields } from './check-setup.ts';

/** The one-time token and the first administrator. */
export default function SetupPage(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  const [fields, setFields] = useState<SetupFields>({
    token: '',
    username: 'admin',
    password: '',
    repeat: '',
  });
  const [isTried, setIsTried] = useState(false);
  const problems = checkSetup(fields);
  const problem = (name: keyof SetupFields) => {
    const key = isTried ? problems[name] : undefined;
    return key === undefined ? refused.at(name) : t(key, { count: minPasswordLength });
  };
  const status = useQuery({ queryKey: ['setup'], queryFn: () => request('getSetup', {}) });
  const setup = useMutation({
    mutationFn: (): Promise<Session> =>
      request('completeSetup', {
        body: { token: fields.token.trim(), username: fields.username.trim(), password: fields.password },
      }),
    onSuccess: (session) => {
      beginSession(client, session);
      router.history.push('/');
    },
  });
  const refused = formProblems(setup.error, ['token', 'username', 'password'], t, {
    'invalid-setup-token': 'token',
  });
  useEffect(() => {
    document.title = t('setup.title');
  }, [t]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setIsTried(true);
    if (Object.keys(problems).length === 0) setup.mutate();
  }

  if (status.data?.isNeeded === false && !setup.isSuccess) {
    return (
      <EntryCard title={t('setup.title')}>
        <p className={css.notice}>{t('setup.done')}</p>
        <Button size="sm" onClick={() => void navigate({ to: '/login', search: {} })}>
          {t('login.submit')}
        </Button>
      </EntryCard>
    );
  }
  const set = (name: keyof SetupFields) => (event: FormEvent<HTMLInputElement>) =>
    setFields({ ...fields, [name]: event.currentTarget.value });
  return (
    <EntryCard title={t('setup.title')}>
      <p className={css.intro}>{t('setup.intro')}</p>
      {refused.form !== undefined && (
        <p className={css.failed} role="alert">
          {refused.form}
        </p>
      )}
      <form className={css.form} onSubmit={submit} noValidate>
        <TextInput
          size="sm"
          label={t('setup.token')}
          description={t('setup.tokenHint')}
          value={fields.token}
          onChange={set('token')}
          error={problem('token')}
          autoComplete="off"
          spellCheck={false}
          autoFocus
        />
        <TextInput
          size="sm"
          label={t('setup.name')}
          value={fields.username}
          onChange={set('username')}
          error={problem('username')}
          autoComplete="username"
          autoCapitalize="none"
        />
        <PasswordField
          size="sm"
          label={t('setup.password')}
          description={t('setup.passwordHint', { count: minPasswordLength })}
          value={fields.password}
          onChange={set('password')}
          error={problem('password')}
          autoComplete="new-password"
        />
        <PasswordField
          size="sm"
          label={t('setup.repeat')}
          value={fields.repeat}
          onChange={set('repeat')}
          error={problem('repeat')}
          autoComplete="new-password"
        />
        <Button type="submit" size="sm" loading={setup.isPending}>
          {t('setup.submit')}
        </Button>
      </form>
    </EntryCard>
  );
}
