import type { RouteView } from '@breakwater/api';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { ListTable } from '../../components/list-table.tsx';
import { Section } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { RouteForm, whenOf } from './route-form.tsx';
import css from './settings.module.css';

/** Which detections and transitions are told to whom, and when. */
export default function RoutesTab(): ReactNode {
  const t = useT();
  const routes = useRead('listNotificationRoutes', {});
  const channels = useRead('listChannels', {}).data?.channels ?? [];
  const [editedId, setEditedId] = useState<string>();
  const edited = routes.data?.routes.find((route) => route.id === editedId);
  const namesOf = (route: RouteView) => [
    ...(route.toOwner ? [t('route.owner')] : []),
    ...route.channelIds.map((id) => channels.find((channel) => channel.id === id)?.name ?? id),
  ];
  return (
    <>
      <Section title={t('settings.tab.routes')}>
        <DetailState reading={routes} failedTitle={t('settings.failed')}>
          {(data) => (
            <ListTable
              label={t('settings.tab.routes')}
              rows={data.routes}
              rowId={(route) => route.id}
              empty={t('route.empty')}
              columns={[
                {
                  id: 'name',
                  header: t('channel.name'),
                  cell: (route) => (
                    <>
                      {route.name} {!route.isEnabled && <span className={css.soft}>{t('channel.off')}</span>}
                    </>
                  ),
                },
                {
                  id: 'floor',
                  header: t('route.floor'),
                  cell: (route) => <SeverityMark severity={route.severityFloor} />,
                },
                { id: 'who', header: t('route.who'), cell: (route) => namesOf(route).join(', ') },
                {
                  id: 'when',
                  header: t('route.when'),
                  cell: (route) => t(`route.when.${whenOf(route.mode)}`),
                },
                {
                  id: 'actions',
                  header: t('settings.actions'),
                  isActions: true,
                  cell: (route) => (
                    <>
                      <Button
                        variant="default"
                        size="compact-xs"
                        aria-label={t('route.change', { name: route.name })}
                        onClick={() => setEditedId(route.id)}
                      >
                        {t('settings.edit')}
                      </Button>
                      <ConfirmButton
                        label={t('settings.delete')}
                        name={t('channel.deleteName', { name: route.name })}
                        title={t('channel.deleteTitle', { name: route.name })}
                        route="deleteNotificationRoute"
                        input={{ params: { id: route.id } }}
                        invalidates={['listNotificationRoutes']}
                      >
                        {t('route.deleteText')}
                      </ConfirmButton>
                    </>
                  ),
                },
              ]}
            />
          )}
        </DetailState>
      </Section>
      <Section title={edited ? t('route.change', { name: edited.name }) : t('route.new')}>
        <div className={css.body}>
          <RouteForm
            key={edited?.id ?? 'new'}
            channels={channels}
            {...(edited ? { route: edited } : {})}
            onDone={() => setEditedId(undefined)}
          />
        </div>
      </Section>
    </>
  );
}
