import type { AccountConnection } from '@breakwater/api';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './settings.module.css';

interface AccountFields {
  readonly name: string;
  readonly method: 'role' | 'access-key';
  readonly roleArn: string;
  readonly externalId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly regions: string;
  readonly endpoint: string;
}

const nothing: AccountFields = {
  name: '',
  method: 'role',
  roleArn: '',
  externalId: '',
  accessKeyId: '',
  secretAccessKey: '',
  sessionToken: '',
  regions: '',
  endpoint: '',
};
/** The fields by the paths that the API names them by. */
const paths = {
  name: 'name',
  roleArn: 'credentials.roleArn',
  externalId: 'credentials.externalId',
  accessKeyId: 'credentials.accessKeyId',
  secretAccessKey: 'credentials.secretAccessKey',
  sessionToken: 'credentials.sessionToken',
  regions: 'regions',
  endpoint: 'endpoint',
} as const;

/** Connects an AWS account by an assumed role or an access key. */
export function AccountForm(): ReactNode {
  const t = useT();
  const connect = useChange('connectAccount');
  const [fields, setFields] = useState(nothing);
  const problems = formProblems(connect.error, Object.values(paths), t, { 'endpoint-refused': 'endpoint' });
  const body = connectionOf(fields);
  const field = (name: keyof typeof paths) => ({
    value: fields[name],
    onChange: (event: FormEvent<HTMLInputElement>) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
    error: problems.at(paths[name]),
    autoComplete: 'off',
    spellCheck: false,
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (body) connect.mutate({ body }, { onSuccess: () => setFields(nothing) });
  }

  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput label={t('account.name')} maxLength={100} {...field('name')} />
      <div>
        <div className={css.label}>{t('account.method')}</div>
        <Choice
          label={t('account.method')}
          value={fields.method}
          onChange={(method) => setFields({ ...fields, method })}
          options={[
            { value: 'role', label: t('account.role') },
            { value: 'access-key', label: t('account.key') },
          ]}
        />
      </div>
      {fields.method === 'role' ? (
        <>
          <TextInput label={t('account.roleArn')} {...field('roleArn')} />
          <TextInput label={t('account.externalId')} {...field('externalId')} />
        </>
      ) : (
        <>
          <TextInput label={t('account.accessKeyId')} {...field('accessKeyId')} />
          <PasswordField label={t('account.secretAccessKey')} {...field('secretAccessKey')} />
          <PasswordField label={t('account.sessionToken')} {...field('sessionToken')} />
        </>
      )}
      <TextInput label={t('account.regions')} description={t('account.regionsHint')} {...field('regions')} />
      <details className={css.advanced} open={problems.at('endpoint') !== undefined || undefined}>
        <summary>{t('account.advanced')}</summary>
        <TextInput
          label={t('account.endpoint')}
          description={t('account.endpointHint')}
          {...field('endpoint')}
        />
      </details>
      <div className={css.formEnd}>
        <Button type="submit" loading={connect.isPending} disabled={!body}>
          {t('account.connect')}
        </Button>
        {connect.isSuccess && <span role="status">{t('account.connected')}</span>}
      </div>
      {problems.form !== undefined && (
        <p role="alert" className={css.failed}>
          {t('account.failed', { reason: problems.form })}
        </p>
      )}
    </form>
  );
}

/** The connection that the fields describe; undefined while something needed is missing. */
function connectionOf(fields: AccountFields): AccountConnection | undefined {
  const name = fields.name.trim();
  const regions = fields.regions.split(/[\s,]+/).filter((region) => region !== '');
  const credentials = credentialsOf(fields);
  if (name === '' || credentials === undefined) return undefined;
  return { name, regions, credentials, ...given('endpoint', fields.endpoint) };
}

function credentialsOf(fields: AccountFields): AccountConnection['credentials'] | undefined {
  if (fields.method === 'role') {
    const roleArn = fields.roleArn.trim();
    if (roleArn === '') return undefined;
    return { method: 'role', roleArn, ...given('externalId', fields.externalId) };
  }
  const accessKeyId = fields.accessKeyId.trim();
  const secretAccessKey = fields.secretAccessKey.trim();
  if (accessKeyId === '' || secretAccessKey === '') return undefined;
  return {
    method: 'access-key',
    accessKeyId,
    secretAccessKey,
    ...given('sessionToken', fields.sessionToken),
  };
}

/** The field if something was written into it. */
function given<K extends string>(name: K, text: string): Partial<Record<K, string>> {
  const value = text.trim();
  return value === '' ? {} : ({ [name]: value } as Record<K, string>);
}
