import type { HomeItem } from '@breakwater/api';
import { Link, useRouter } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useRead } from '../../api/hooks.ts';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Page, Section } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { homeItemViews } from './home-item.ts';
import css from './home-page.module.css';

const FirstSteps = lazy(() => import('../first-steps/first-steps.tsx'));

const counted = [
  'detections',
  'openFindings',
  'stoppedTasks',
  'images',
  'resources',
  'accounts',
  'events',
] as const;

/** What to do first over all workflows, with the reason; the first steps while there is nothing. */
export default function HomePage(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const status = useRead('getStatus', {}, { refetchMs: 30_000 });
  const home = useRead('getHome', {}, { refetchMs: 30_000 });
  const counts = status.data?.counts;
  const isEmpty = counts !== undefined && Object.values(counts).every((count) => count === 0);
  if (isEmpty) {
    return (
      <Page title={t('home.firstSteps')} layout="flow">
        <Suspense fallback={null}>
          <FirstSteps />
        </Suspense>
      </Page>
    );
  }
  return (
    <Page title={t('nav.home')} layout="flow">
      <dl className={css.counts} aria-label={t('home.counts')}>
        {counted.map((name) => (
          <div key={name} className={css.count}>
            <dd className={css.number}>{counts ? formats.compact(counts[name]) : '–'}</dd>
            <dt className={css.name}>{t(`home.count.${name}`, { count: counts?.[name] ?? 0 })}</dt>
          </div>
        ))}
      </dl>
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
            <li key={`${item.kind} ${item.subject} ${item.where ?? ''}`}>
              <HomeRow item={item} />
            </li>
          ))}
        </ol>
      </Section>
    </Page>
  );
}

function HomeRow(props: { readonly item: HomeItem }): ReactNode {
  const t = useT();
  const { item } = props;
  const view = homeItemViews[item.kind];
  const isThere = Object.hasOwn(useRouter().routesByPath, view.path);
  const words = { subject: item.subject, count: item.count };
  const content = (
    <>
      <span className={css.severity}>
        <SeverityMark severity={item.severity} />
      </span>
      <span className={css.title}>{t(view.title, words)}</span>
      <span className={css.reason}>
        {t(view.reason, words)}
        {item.where !== undefined && <span className={css.where}>{item.where}</span>}
      </span>
      <span className={css.workflow}>{t(view.page)}</span>
    </>
  );
  if (!isThere) return <div className={css.item}>{content}</div>;
  return (
    <Link to={view.path} search={view.search(item)} className={css.item}>
      {content}
    </Link>
  );
}
