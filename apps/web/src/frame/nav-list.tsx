import { Tooltip } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Icon } from '../components/icons.tsx';
import { useT } from '../i18n/i18n.tsx';
import { type PageEntry, pages } from '../pages/index.ts';
import { carrySearch, type Search } from '../state/search.ts';
import { useShortcut } from '../state/shortcuts.ts';
import css from './app-frame.module.css';

/** Links to every screen; scope and time go along. */
export function NavList(props: { readonly isNarrow: boolean }): ReactNode {
  const t = useT();
  return (
    <nav aria-label={t('nav.label')} className={css.nav}>
      {pages
        .filter((page) => page.isHidden !== true)
        .map((page) => (
          <NavLink key={page.path} page={page} isNarrow={props.isNarrow} />
        ))}
    </nav>
  );
}

function NavLink(props: { readonly page: PageEntry; readonly isNarrow: boolean }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const { page } = props;
  const carried = carrySearch(search);
  useShortcut(`g ${page.letter}`, () => void navigate({ to: page.path, search: carried }));
  return (
    <Tooltip label={t(page.title)} position="right" disabled={!props.isNarrow}>
      <Link
        to={page.path}
        search={carried}
        className={css.link}
        activeOptions={{ exact: page.path === '/', includeSearch: false }}
        activeProps={{ 'aria-current': 'page' }}
        aria-label={props.isNarrow ? t(page.title) : undefined}
        preload="intent"
      >
        <Icon name={page.icon} />
        {!props.isNarrow && <span>{t(page.title)}</span>}
      </Link>
    </Tooltip>
  );
}
