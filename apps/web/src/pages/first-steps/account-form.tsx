import type { AccountConnection } from '@breakwater/api';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './first-steps.module.css';

interface AccountFields {
  readonly name: string;
  readonly method: 'role' | 'access-key';
  readonly roleArn: string;
  readonly externalId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly regions: string;
}

const nothing: AccountFields = {
  name: '',
  method: 'role',
  roleArn: '',
  externalId: '',
  accessKeyId: '',
  secretAccessKey: '',
  regions: '',
};

/** Connects an AWS account by an assumed role or an access key. */
export function AccountForm(): ReactNode {
  const t = useT();
  const connect = useChange('connectAccount');
  const [fields, setFields] = useState(nothing);
  const set = (name: keyof AccountFields) => (event: FormEvent<HTMLInputElement>) =>
    setFields({ ...fields, [name]: event.currentTarget.value });
  const body = connectionOf(fields);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (body) connect.mutate({ body }, { onSuccess: () => setFields(nothing) });
  }

  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput label={t('account.name')} value={fields.name} onChange={set('name')} autoComplete="off" />
      <Choice
        label={t('account.method')}
        value={fields.method}
        onChange={(method) => setFields({ ...fields, method })}
        options={[
          { value: 'role', label: t('account.role') },
          { value: 'access-key', label: t('account.key') },
        ]}
      />
      {fields.method === 'role' ? (
        <>
          <TextInput
            label={t('account.roleArn')}
            value={fields.roleArn}
            onChange={set('roleArn')}
            spellCheck={false}
          />
          <TextInput label={t('account.externalId')} value={fields.externalId} onChange={set('externalId')} />
        </>
      ) : (
        <>
          <TextInput
            label={t('account.accessKeyId')}
            value={fields.accessKeyId}
            onChange={set('accessKeyId')}
            autoComplete="off"
            spellCheck={false}
          />
          <PasswordInput
            label={t('account.secretAccessKey')}
            value={fields.secretAccessKey}
            onChange={set('secretAccessKey')}
            autoComplete="off"
          />
        </>
      )}
      <TextInput
        label={t('account.regions')}
        description={t('account.regionsHint')}
        value={fields.regions}
        onChange={set('regions')}
        spellCheck={false}
      />
      <div className={css.formEnd}>
        <Button type="submit" loading={connect.isPending} disabled={!body}>
          {t('account.connect')}
        </Button>
        {connect.isSuccess && <span role="status">{t('account.connected')}</span>}
      </div>
      {connect.isError && (
        <p role="alert" className={css.failed}>
          {errorMessage(connect.error, t)}
        </p>
      )}
    </form>
  );
}

/** The connection that the fields describe; undefined while something needed is missing. */
function connectionOf(fields: AccountFields): AccountConnection | undefined {
  const name = fields.name.trim();
  const regions = fields.regions.split(/[\s,]+/).filter((region) => region !== '');
  if (name === '') return undefined;
  if (fields.method === 'role') {
    const roleArn = fields.roleArn.trim();
    const externalId = fields.externalId.trim();
    if (roleArn === '') return undefined;
    const credentials = { method: 'role' as const, roleArn, ...(externalId === '' ? {} : { externalId }) };
    return { name, regions, credentials };
  }
  const accessKeyId = fields.accessKeyId.trim();
  const { secretAccessKey } = fields;
  if (accessKeyId === '' || secretAccessKey === '') return undefined;
  return { name, regions, credentials: { method: 'access-key', accessKeyId, secretAccessKey } };
}
