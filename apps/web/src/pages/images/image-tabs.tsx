import type { ReactNode } from 'react';
import { PageTabs } from '../../components/page-tabs.tsx';
import { useT } from '../../i18n/i18n.tsx';

const tabs = [
  { path: '/images', title: 'images.page.results' },
  { path: '/images/vulnerabilities', title: 'images.page.vulnerabilities' },
  { path: '/images/policies', title: 'images.page.policies' },
  { path: '/images/risks', title: 'images.page.risks' },
  { path: '/images/compare', title: 'images.page.compare' },
] as const;

/** The parts of the screen, each at its own address. */
export function ImageTabs(): ReactNode {
  const t = useT();
  return <PageTabs label={t('images.pages')} tabs={tabs} carriesSearch />;
}
