import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { useSession } from '../../api/session.ts';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Page } from '../../components/page.tsx';
import { NotFound } from '../../frame/fallbacks.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './settings.module.css';
import { settingsTabs } from './settings-tabs.ts';

/** What a person can set for themselves, and the administration of the installation. */
export default function SettingsPage(): ReactNode {
  const t = useT();
  const session = useSession();
  const path = (useParams({ strict: false }) as { readonly _splat?: string })._splat ?? '';
  const tab = settingsTabs.find((one) => one.path === path);
  const tabs = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a narrow screen the tab that is open is brought into view
  useEffect(() => {
    tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
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
        <nav ref={tabs} className={css.tabs} aria-label={t('settings.tabs')}>
          {settingsTabs
            .filter((one) => one.isFor(session))
            .map((one) => (
              <Link
                key={one.path}
                to={one.path === '' ? '/settings' : `/settings/${one.path}`}
                search={{}}
                className={css.tab}
                activeOptions={{ exact: true, includeSearch: false }}
                activeProps={{ 'aria-current': 'page' }}
                preload="intent"
              >
                {t(one.title)}
              </Link>
            ))}
        </nav>
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
