import type { HomeItem } from '@breakwater/api';
import { allOf } from '@breakwater/model';
import { Link, Navigate, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useRead } from '../../api/hooks.ts';
import { Histogram } from '../../components/histogram.tsx';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Page, Section } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useWindow } from '../../state/now.ts';
import { carrySearch, defaultSeverities, type Search, scopeConditions } from '../../state/search.ts';
import { formatRange, spanOf } from '../../state/time-range.ts';
import { useView } from '../../state/view.ts';
import { HomeCounts } from './home-counts.tsx';
import { homeItemViews, shortReference } from './home-item.ts';
import css from './home-page.module.css';

const refetchMs = 30_000;
const lastDay = { kind: 'live', spanMs: spanOf('1d') } as const;

/** What to do first over all workflows, with the reason; leads to the first steps while there is nothing. */
export default function HomePage(): ReactNode {
  const t = useT();
  const { state } = useView();
  const filter = allOf(...scopeConditions(state.scope));
  const status = useRead('getStatus', { query: { filter } }, { refetchMs });
  const home = useRead('getHome', { query: { filter } }, { refetchMs });
  const counts = status.data?.counts;
  const isEmpty = counts !== undefined && Object.values(counts).every((count) => count === 0);
  if (isEmpty && state.scope.length === 0 && !status.isPlaceholderData) {
    return <Navigate to="/first-steps" search={{}} replace />;
  }
  return (
    <Page
      title={t('nav.home')}
      layout="flow"
      actions={
        <Link to="/first-steps" search={{}} className={css.more}>
          {t('first.title')}
        </Link>
      }
    >
      <HomeCounts counts={counts} />
      <Section title={t('home.todo')}>
        {home.isError && !home.data && (
          <MessagePanel isError title={t('home.failed')}>
            {errorMessage(home.error, t)}
          </MessagePanel>
        )}
        {home.data?.items.length === 0 && (
          <MessagePanel icon="check" title={t('home.nothing')}>
            {t('home.nothingText')}
          </MessagePanel>
        )}
        <ol className={css.items}>
          {home.data?.items.map((item) => (
            <li key={`${item.kind} ${item.subject} ${item.where ?? ''} ${item.ref ?? ''}`}>
              <HomeRow item={item} />
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t('home.detections')}>
        <DetectionsOfTheDay />
      </Section>
    </Page>
  );
}

function HomeRow(props: { readonly item: HomeItem }): ReactNode {
  const t = useT();
  const search: Search = useSearch({ strict: false });
  const { item } = props;
  const view = homeItemViews[item.kind];
  const isThere = Object.hasOwn(useRouter().routesByPath, view.path);
  const { subject, where } = view.isImage ? shortReference(item.subject) : item;
  const words = { subject, count: item.count };
  const content = (
    <>
      <span className={css.severity}>
        <SeverityMark severity={item.severity} />
      </span>
      <span className={css.title}>{t(view.title, words)}</span>
      <span className={css.reason}>
        {t(view.reason, words)} {where !== undefined && <span className={css.where}>{where}</span>}
      </span>
      <span className={css.workflow}>{t(view.page)}</span>
    </>
  );
  if (!isThere) return <div className={css.item}>{content}</div>;
  return (
    <Link to={view.path} search={{ ...carrySearch(search), ...view.search(item) }} className={css.item}>
      {content}
    </Link>
  );
}

/** The last 24 hours; a part that is chosen opens in the feed. */
function DetectionsOfTheDay(): ReactNode {
  const navigate = useNavigate();
  const { state } = useView();
  const window = useWindow(lastDay);
  const filter = allOf(...scopeConditions(state.scope));
  const histogram = useRead('getHistogram', { query: { ...window, filter, kinds: ['detection'] } });
  return (
    <div className={css.histogram}>
      <Histogram
        window={{ from: histogram.data?.from ?? window.from, to: histogram.data?.to ?? window.to }}
        stepMs={histogram.data?.stepMs ?? window.to - window.from}
        bars={histogram.data?.bars ?? []}
        shown={defaultSeverities}
        onSelect={(selected) =>
          void navigate({
            to: '/events',
            search: (before: Search) => ({
              ...carrySearch(before),
              t: formatRange({ kind: 'fixed', ...selected }),
              view: 'detection',
            }),
          })
        }
      />
    </div>
  );
}
