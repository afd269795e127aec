import { useParams } from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';
import { useSession } from '../../api/session.ts';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Page } from '../../components/page.tsx';
import { PageTabs } from '../../components/page-tabs.tsx';
import { NotFound } from '../../frame/fallbacks.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { settingsTabs } from './settings-tabs.ts';

/** What a person can set for themselves, and the administration of the installation. */
export default function SettingsPage(): ReactNode {
  const t = useT();
  const session = useSession();
  const path = (useParams({ strict: false }) as { readonly _splat?: string })._splat ?? '';
  const tab = settingsTabs.find((one) => one.path === path);
  if (!session) return null;
  if (!tab) return <NotFound />;
  const Content = tab.content;
  const isAllowed = tab.isFor(session);
  return (
    <Page
      title={t('nav.settings')}
      layout={tab.isTable && isAllowed ? 'fill' : 'flow'}
      {...(tab.filterFields && isAllowed ? { filterFields: tab.filterFields } : {})}
      aside={
        <PageTabs
          label={t('settings.tabs')}
          tabs={settingsTabs
            .filter((one) => one.isFor(session))
            .map((one) => ({
              path: one.path === '' ? '/settings' : `/settings/${one.path}`,
              title: one.title,
            }))}
        />
      }
    >
      {isAllowed ? (
        <Suspense fallback={null}>
          <Content />
        </Suspense>
      ) : (
        <MessagePanel icon="info" title={t('settings.notAllowed')}>
          {t('settings.notAllowedText')}
        </MessagePanel>
      )}
    </Page>
  );
}
