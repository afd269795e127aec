import type { ChannelView } from '@breakwater/api';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useChange, useRead } from '../../api/hooks.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { ListTable } from '../../components/list-table.tsx';
import { Section } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { ChannelForm } from './channel-form.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import css from './settings.module.css';

/** Where people are told, and what was sent. */
export default function ChannelsTab(): ReactNode {
  const t = useT();
  const channels = useRead('listChannels', {});
  const [editedId, setEditedId] = useState<string>();
  const edited = channels.data?.channels.find((channel) => channel.id === editedId);
  return (
    <>
      <Section title={t('settings.tab.channels')}>
        <DetailState reading={channels} failedTitle={t('settings.failed')}>
          {(data) => (
            <ListTable
              label={t('settings.tab.channels')}
              rows={data.channels}
              rowId={(channel) => channel.id}
              empty={t('channel.empty')}
              columns={[
                {
                  id: 'name',
                  header: t('channel.name'),
                  cell: (channel) => (
                    <>
                      {channel.name}{' '}
                      {!channel.isEnabled && <span className={css.soft}>{t('channel.off')}</span>}
                    </>
                  ),
                },
                {
                  id: 'type',
                  header: t('channel.type'),
                  cell: (channel) => t(`channel.type.${channel.type}`),
                },
                { id: 'target', header: t('channel.target'), cell: targetOf },
                {
                  id: 'actions',
                  header: t('settings.actions'),
                  isActions: true,
                  cell: (channel) => (
                    <ChannelActions channel={channel} onEdit={() => setEditedId(channel.id)} />
                  ),
                },
              ]}
            />
          )}
        </DetailState>
      </Section>
      <Section title={edited ? t('channel.change', { name: edited.name }) : t('channel.new')}>
        <div className={css.body}>
          <ChannelForm
            key={edited?.id ?? 'new'}
            {...(edited ? { channel: edited } : {})}
            onDone={() => setEditedId(undefined)}
          />
        </div>
      </Section>
      <DeliveryLog />
    </>
  );
}

function targetOf(channel: ChannelView): string {
  switch (channel.type) {
    case 'webhook':
      return new URL(channel.settings.url).host;
    case 'slack':
      return channel.settings.channel ?? 'Slack';
    case 'email':
      return channel.settings.to.join(', ');
    case 'sns':
      return channel.settings.topicArn;
  }
}

function ChannelActions(props: { readonly channel: ChannelView; readonly onEdit: () => void }): ReactNode {
  const t = useT();
  const { id, name } = props.channel;
  const test = useChange('testChannel', []);
  const preview = useChange('previewChannel', []);
  const params = { params: { id } };
  const error = test.error ?? preview.error;
  return (
    <div className={css.stack}>
      <div>
        <Button
          variant="default"
          size="compact-xs"
          aria-label={t('channel.testName', { name })}
          loading={test.isPending}
          onClick={() => test.mutate(params)}
        >
          {t('channel.test')}
        </Button>{' '}
        <Button
          variant="default"
          size="compact-xs"
          aria-label={t('channel.previewName', { name })}
          onClick={() => (preview.data ? preview.reset() : preview.mutate(params))}
        >
          {t('channel.preview')}
        </Button>{' '}
        <Button
          variant="default"
          size="compact-xs"
          aria-label={t('channel.change', { name })}
          onClick={props.onEdit}
        >
          {t('settings.edit')}
        </Button>{' '}
        <ConfirmButton
          label={t('settings.delete')}
          name={t('channel.deleteName', { name })}
          title={t('channel.deleteTitle', { name })}
          route="deleteChannel"
          input={params}
          invalidates={['listChannels']}
        >
          {t('channel.deleteText')}
        </ConfirmButton>
      </div>
      {test.data && (
        <span role="status" className={test.data.isSent ? css.soft : css.failed}>
          {t(test.data.isSent ? 'channel.sent' : 'channel.notSent', { detail: test.data.detail })}
        </span>
      )}
      {preview.data && <pre className={css.mono}>{preview.data.body}</pre>}
      {error && (
        <p role="alert" className={css.failed}>
          {errorMessage(error, t)}
        </p>
      )}
    </div>
  );
}
