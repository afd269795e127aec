import type { ChannelBody, ChannelView } from '@breakwater/api';
import { Button, NumberInput, Switch, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { bodyOf, type ChannelFields, fieldsOf, type TextField, textFields } from './channel-fields.ts';
import css from './settings.module.css';

export interface ChannelFormProps {
  readonly channel?: ChannelView;
  readonly onDone: () => void;
}

const types = ['webhook', 'slack', 'email', 'sns'] as const satisfies readonly ChannelBody['type'][];

/** Adds or changes a channel. Secrets that are not written stay as they are. */
export function ChannelForm(props: ChannelFormProps): ReactNode {
  const t = useT();
  const { channel } = props;
  const create = useChange('createChannel', ['listChannels']);
  const update = useChange('updateChannel', ['listChannels']);
  const change = channel ? update : create;
  const [fields, setFields] = useState<ChannelFields>(() => fieldsOf(channel));
  const shown = textFields(fields);
  const problems = formProblems(change.error, ['name', ...shown.map(({ path }) => path)], t, {
    conflict: 'name',
  });
  const set = (part: Partial<ChannelFields>) => setFields({ ...fields, ...part });

  function submit(event: FormEvent): void {
    event.preventDefault();
    const body = bodyOf(fields);
    const done = () => {
      setFields(fieldsOf(undefined));
      props.onDone();
    };
    if (channel) update.mutate({ params: { id: channel.id }, body }, { onSuccess: done });
    else create.mutate({ body }, { onSuccess: done });
  }

  function input({ name, label, path, isSecret }: TextField): ReactNode {
    const common = {
      label: t(label),
      value: fields.texts[name] ?? '',
      onChange: (event: FormEvent<HTMLInputElement>) =>
        set({ texts: { ...fields.texts, [name]: event.currentTarget.value } }),
      error: problems.at(path),
      autoComplete: 'off',
      spellCheck: false,
    };
    if (isSecret !== true) return <TextInput key={name} {...common} />;
    return <PasswordField key={name} description={t('channel.kept')} {...common} />;
  }

  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput
        label={t('channel.name')}
        value={fields.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={problems.at('name')}
        maxLength={100}
        autoComplete="off"
      />
      {!channel && (
        <Choice
          label={t('channel.type')}
          value={fields.type}
          onChange={(type) => set({ type })}
          options={types.map((value) => ({ value, label: t(`channel.type.${value}`) }))}
        />
      )}
      {fields.type === 'slack' && (
        <Choice
          label={t('channel.method')}
          value={fields.method}
          onChange={(method) => set({ method })}
          options={(['webhook', 'api'] as const).map((value) => ({
            value,
            label: t(`channel.method.${value}`),
          }))}
        />
      )}
      {fields.type === 'email' && (
        <Choice
          label={t('channel.security')}
          value={fields.security}
          onChange={(security) => set({ security })}
          options={(['starttls', 'tls', 'none'] as const).map((value) => ({
            value,
            label: t(`channel.security.${value}`),
          }))}
        />
      )}
      {shown.map(input)}
      <NumberInput
        label={t('channel.perMinute')}
        value={fields.perMinute}
        min={1}
        max={600}
        allowDecimal={false}
        onChange={(value) => set({ perMinute: Number(value) || 1 })}
      />
      <Switch
        label={t('channel.enabled')}
        checked={fields.isEnabled}
        onChange={(event) => set({ isEnabled: event.currentTarget.checked })}
      />
      <FormEnd problem={problems.form}>
        <Button type="submit" loading={change.isPending} disabled={fields.name.trim() === ''}>
          {channel ? t('settings.save') : t('settings.create')}
        </Button>
        {channel && (
          <Button variant="default" onClick={props.onDone}>
            {t('action.cancel')}
          </Button>
        )}
      </FormEnd>
    </form>
  );
}
