import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { MessageKey } from '../i18n/en.ts';
import { useT } from '../i18n/i18n.tsx';
import { carrySearch } from '../state/search.ts';
import css from './page-tabs.module.css';

export interface PageTabsProps {
  readonly label: string;
  /** The parts of the screen, each at an address of its own. */
  readonly tabs: readonly { readonly path: string; readonly title: MessageKey }[];
  /** Scope and time go along to the other parts. */
  readonly carriesSearch?: boolean;
}

/** Leads to the parts of a screen; on a narrow one, the part that is open is brought into view. */
export function PageTabs(props: PageTabsProps): ReactNode {
  const t = useT();
  const nav = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part is open when the path is another
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  return (
    <nav ref={nav} className={css.tabs} aria-label={props.label}>
      {props.tabs.map((tab) => (
        <Link
          key={tab.path}
          to={tab.path}
          search={props.carriesSearch ? carrySearch : {}}
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
