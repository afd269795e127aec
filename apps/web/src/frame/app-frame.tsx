import { ActionIcon, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { CommandPalette } from '../components/command-palette.tsx';
import { Icon } from '../components/icons.tsx';
import { KeyboardHelp } from '../components/keyboard-help.tsx';
import { ScopeBar } from '../components/scope-bar.tsx';
import { TimeBar } from '../components/time-bar.tsx';
import { useT } from '../i18n/i18n.tsx';
import { pages } from '../pages/index.ts';
import { usePreference } from '../state/preferences.ts';
import { handleKey } from '../state/shortcuts.ts';
import css from './app-frame.module.css';
import { NavList } from './nav-list.tsx';
import { SampleBanner } from './sample-banner.tsx';
import { UserMenu } from './user-menu.tsx';

/** What stands around every screen: navigation, scope above, time below. */
export function AppFrame(): ReactNode {
  const t = useT();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const page = pages.find(
    (one) => one.path === path || (one.path !== '/' && path.startsWith(`${one.path}/`)),
  );
  const isPhone = useMediaQuery('(max-width: 720px)') ?? false;
  const [isNarrow, setIsNarrow] = usePreference('isNavNarrow');
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const [panel, setPanel] = useState<'palette' | 'help'>();

  useEffect(() => {
    // Before the components: the second key of `t ←` is not the row's arrow key.
    document.addEventListener('keydown', handleKey, true);
    return () => document.removeEventListener('keydown', handleKey, true);
  }, []);
  useEffect(() => {
    document.title = page ? `${t(page.title)} · ${t('app.name')}` : t('app.name');
  }, [page, t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the drawer
  useEffect(() => setIsDrawerOpen(false), [path]);

  return (
    <div className={css.frame} data-nav={isPhone ? 'none' : isNarrow ? 'narrow' : 'wide'}>
      <a className={css.skip} href="#content">
        {t('app.skip')}
      </a>
      {!isPhone && (
        <aside className={css.side}>
          <Brand isNarrow={isNarrow} />
          <NavList isNarrow={isNarrow} />
          <button
            type="button"
            className={css.collapse}
            onClick={() => setIsNarrow(!isNarrow)}
            aria-label={isNarrow ? t('nav.expand') : t('nav.collapse')}
            title={isNarrow ? t('nav.expand') : t('nav.collapse')}
          >
            <Icon name="panelLeft" />
          </button>
        </aside>
      )}
      <div className={css.main}>
        <SampleBanner />
        <header className={css.top}>
          {isPhone && (
            <ActionIcon onClick={() => setIsDrawerOpen(true)} aria-label={t('nav.open')}>
              <Icon name="menu" />
            </ActionIcon>
          )}
          <div className={css.scope}>{page?.bars.scope ? <ScopeBar /> : null}</div>
          <button type="button" className={css.search} onClick={() => setPanel('palette')}>
            <Icon name="search" size={14} />
            <span className={css.searchText}>{t('palette.open')}</span>
            <kbd className={css.kbd}>{isApple() ? '⌘K' : 'Ctrl K'}</kbd>
          </button>
          <UserMenu onHelp={() => setPanel('help')} />
        </header>
        <main id="content" className={css.content} tabIndex={-1}>
          <Outlet />
        </main>
        {page?.bars.time ? <TimeBar /> : null}
      </div>
      <Drawer
        opened={isDrawerOpen}
        onClose={() => setIsDrawerOpen(false)}
        size={240}
        title={<Brand isNarrow={false} />}
        closeButtonProps={{ 'aria-label': t('nav.close') }}
      >
        <NavList isNarrow={false} />
      </Drawer>
      <CommandPalette
        isOpen={panel === 'palette'}
        onOpen={() => setPanel('palette')}
        onClose={() => setPanel(undefined)}
        onHelp={() => setPanel('help')}
      />
      <KeyboardHelp
        isOpen={panel === 'help'}
        onOpen={() => setPanel('help')}
        onClose={() => setPanel(undefined)}
      />
    </div>
  );
}

function Brand(props: { readonly isNarrow: boolean }): ReactNode {
  const t = useT();
  return (
    <div className={css.brand}>
      <BrandMark size={24} />
      {!props.isNarrow && <span>{t('app.name')}</span>}
    </div>
  );
}

export function BrandMark(props: { readonly size: number }): ReactNode {
  return (
    <svg width={props.size} height={props.size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0f5f73" />
      <path
        d="M6 12.500c3.300 0 3.300 3 6.700 3s3.300-3 6.600-3 3.400 3 6.700 3M6 19.500c3.300 0 3.300 3 6.700 3s3.300-3 6.600-3 3.400 3 6.700 3"
        fill="none"
        stroke="#fff"
        strokeWidth="2.600"
        strokeLinecap="round"
      />
    </svg>
  );
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
