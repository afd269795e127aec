import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { minPasswordLength } from '../setup/check-setup.ts';
import css from './settings.module.css';

/** Changes one's own password. */
export function PasswordForm(): ReactNode {
  const t = useT();
  const change = useChange('changePassword', []);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const problems = formProblems(change.error, ['current', 'next'], t, { 'wrong-password': 'current' });
  const isTooShort = next !== '' && next.length < minPasswordLength;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (current === '' || next.length < minPasswordLength) return;
    const done = () => {
      setCurrent('');
      setNext('');
    };
    change.mutate({ body: { current, next } }, { onSuccess: done });
  }

  return (
    <form className={css.form} onSubmit={submit}>
      <PasswordField
        label={t('settings.passwordCurrent')}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        error={problems.at('current')}
        autoComplete="current-password"
      />
      <PasswordField
        label={t('settings.passwordNew')}
        description={t('setup.passwordHint', { count: minPasswordLength })}
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
        error={isTooShort ? t('setup.tooShort', { count: minPasswordLength }) : problems.at('next')}
        autoComplete="new-password"
      />
      <FormEnd problem={problems.form}>
        <Button
          type="submit"
          loading={change.isPending}
          disabled={current === '' || next.length < minPasswordLength}
        >
          {t('settings.passwordChange')}
        </Button>
        {change.isSuccess && <span role="status">{t('settings.passwordChanged')}</span>}
      </FormEnd>
    </form>
  );
}
