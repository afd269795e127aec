import type { Status } from '@breakwater/api';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { carrySearch, type Search } from '../../state/search.ts';
import css from './home-page.module.css';

interface Count {
  readonly name: keyof Status['counts'];
  /** The screen that lists what is counted. */
  readonly path: string;
  readonly search: Search;
}

/** Counts of events reach back this far. */
const countedRange = '2w';

const counted: readonly Count[] = [
  { name: 'detections', path: '/events', search: { view: 'detection', sev: 'all', t: countedRange } },
  { name: 'openFindings', path: '/posture', search: {} },
  { name: 'stoppedTasks', path: '/tasks', search: {} },
  { name: 'images', path: '/images', search: {} },
  { name: 'resources', path: '/inventory', search: {} },
  { name: 'accounts', path: '/settings/accounts', search: {} },
  { name: 'events', path: '/events', search: { view: 'event', sev: 'all', t: countedRange } },
];

/** How much of everything is in scope; each number leads to its screen. */
export function HomeCounts(props: { readonly counts: Status['counts'] | undefined }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const router = useRouter();
  const carried = carrySearch(useSearch({ strict: false }) as Search);
  return (
    <ul className={css.counts} aria-label={t('home.counts')}>
      {counted.map(({ name, path, search }) => {
        const count = props.counts?.[name];
        const content = (
          <>
            <span className={css.number}>{count === undefined ? '–' : formats.compact(count)}</span>
            <span className={css.name}>{t(`home.count.${name}`, { count: count ?? 0 })}</span>
          </>
        );
        const isThere = Object.hasOwn(router.routesByPath, `/${path.split('/')[1]}`);
        return (
          <li key={name}>
            {isThere ? (
              <Link to={path} search={{ ...carried, ...search }} className={css.count}>
                {content}
              </Link>
            ) : (
              <span className={css.count}>{content}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
