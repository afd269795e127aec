import type { ChannelView, Ownership } from '@breakwater/api';
import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { errorMessage, formProblems } from '../../api/error-message.ts';
import { useChange, useRead } from '../../api/hooks.ts';
import { DetailState } from '../../components/detail.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { Section } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { ownerLines, readOwnerLines } from './owner-lines.ts';
import { OwnerOrder } from './owner-order.tsx';
import css from './settings.module.css';

/** How owners of images, findings and tasks are found, and where they are told. */
export default function OwnersTab(): ReactNode {
  const t = useT();
  const ownership = useRead('getOwnership', {});
  const channels = useRead('listChannels', {});
  return (
    <>
      <Section title={t('settings.tab.owners')}>
        <div className={css.body}>
          <DetailState reading={ownership} failedTitle={t('settings.failed')}>
            {(data) => channels.data && <OwnershipForm ownership={data} channels={channels.data.channels} />}
          </DetailState>
        </div>
      </Section>
      <Section title={t('owner.try')}>
        <div className={css.body}>
          <OwnerQuestion />
        </div>
      </Section>
    </>
  );
}

interface OwnershipFormProps {
  readonly ownership: Ownership;
  readonly channels: readonly ChannelView[];
}

function OwnershipForm({ ownership, channels }: OwnershipFormProps): ReactNode {
  const t = useT();
  const save = useChange('putOwnership', ['getOwnership']);
  const [fields, setFields] = useState(() => ({
    file: ownership.file,
    labels: ownership.labels.join(', '),
    tags: ownership.tags.join(', '),
    clusterTags: ownership.clusterTags.join(', '),
    fallback: ownership.fallback ?? '',
    consoleUrl: ownership.consoleUrl ?? '',
    ownerChannels: ownerLines(ownership.ownerChannels, channels),
  }));
  const [order, setOrder] = useState(ownership.order);
  const lines = readOwnerLines(fields.ownerChannels, channels);
  const problems = formProblems(save.error, Object.keys(fields), t);
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: (event: FormEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
    error: problems.at(name),
    autoComplete: 'off',
    spellCheck: false,
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (lines.unknown) return;
    const { fallback, consoleUrl } = fields;
    const body: Ownership = {
      labels: names(fields.labels),
      tags: names(fields.tags),
      clusterTags: names(fields.clusterTags),
      file: fields.file,
      order,
      ownerChannels: lines.ownerChannels,
      ...(fallback.trim() === '' ? {} : { fallback: fallback.trim() }),
      ...(consoleUrl.trim() === '' ? {} : { consoleUrl: consoleUrl.trim() }),
    };
    save.mutate({ body });
  }

  return (
    <form className={`${css.form} ${css.wide}`} onSubmit={submit}>
      <Textarea
        label={t('owner.file')}
        description={t('owner.fileHint')}
        autosize
        minRows={6}
        maxRows={24}
        classNames={{ input: css.mono ?? '' }}
        placeholder={t('owner.fileExample')}
        {...field('file')}
      />
      <TextInput label={t('owner.labels')} {...field('labels')} />
      <TextInput label={t('owner.tags')} {...field('tags')} />
      <TextInput label={t('owner.clusterTags')} {...field('clusterTags')} />
      <OwnerOrder order={order} onChange={setOrder} />
      <TextInput label={t('owner.fallback')} {...field('fallback')} />
      <Textarea
        label={t('owner.channels')}
        description={t('owner.channelsHint')}
        autosize
        minRows={3}
        maxRows={24}
        placeholder={t('owner.channelsExample')}
        {...field('ownerChannels')}
        error={lines.unknown ? t('owner.unknownChannel', lines.unknown) : problems.at('ownerChannels')}
      />
      <TextInput label={t('owner.consoleUrl')} {...field('consoleUrl')} />
      <FormEnd problem={problems.form}>
        <Button type="submit" loading={save.isPending} disabled={lines.unknown !== undefined}>
          {t('settings.save')}
        </Button>
        {save.isSuccess && <span role="status">{t('owner.saved')}</span>}
      </FormEnd>
    </form>
  );
}

function OwnerQuestion(): ReactNode {
  const t = useT();
  const explain = useChange('explainOwner', []);
  const [fields, setFields] = useState({ repository: '', account: '', cluster: '', service: '' });
  const labels = {
    repository: t('owner.repository'),
    account: t('field.account'),
    cluster: t('field.cluster'),
    service: t('field.service'),
  };

  function submit(event: FormEvent): void {
    event.preventDefault();
    const given = Object.entries(fields).filter(([, value]) => value.trim() !== '');
    explain.mutate({ body: Object.fromEntries(given.map(([name, value]) => [name, value.trim()])) });
  }

  return (
    <form className={css.form} onSubmit={submit}>
      {(['repository', 'account', 'cluster', 'service'] as const).map((name) => (
        <TextInput
          key={name}
          label={labels[name]}
          value={fields[name]}
          onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
      ))}
      <div className={css.formEnd}>
        <Button type="submit" loading={explain.isPending}>
          {t('owner.ask')}
        </Button>
        {explain.data && (
          <span role="status">
            {t('owner.because', {
              owners: explain.data.owners.join(', ') || t('owner.nobody'),
              rule: explain.data.rule,
            })}
          </span>
        )}
      </div>
      {explain.isError && (
        <p role="alert" className={css.failed}>
          {errorMessage(explain.error, t)}
        </p>
      )}
    </form>
  );
}

function names(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
