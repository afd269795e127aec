import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/i18n.tsx';
import { carrySearch } from '../../state/search.ts';
import css from './policies.module.css';

const tabs = [
  { path: '/policies', title: 'policies.tab.policies' },
  { path: '/policies/rules', title: 'policies.tab.rules' },
  { path: '/policies/coverage', title: 'policies.tab.coverage' },
  { path: '/policies/files', title: 'policies.tab.files' },
] as const;

/** The parts of the screen, each at its own address. */
export function ScreenTabs(): ReactNode {
  const t = useT();
  return (
    <nav className={css.tabs} aria-label={t('policies.tabs')}>
      {tabs.map((tab) => (
        <Link
          key={tab.path}
          to={tab.path}
          search={carrySearch}
          className={css.tab}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
          preload="intent"
        >
          {t(tab.title)}
        </Link>
      ))}
    </nav>
  );
}
