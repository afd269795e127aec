import type { ReactNode } from 'react';
import { PageTabs } from '../../components/page-tabs.tsx';
import { useT } from '../../i18n/i18n.tsx';

const tabs = [
  { path: '/policies', title: 'policies.tab.policies' },
  { path: '/policies/rules', title: 'policies.tab.rules' },
  { path: '/policies/coverage', title: 'policies.tab.coverage' },
  { path: '/policies/files', title: 'policies.tab.files' },
] as const;

/** The parts of the screen, each at its own address. */
export function ScreenTabs(): ReactNode {
  const t = useT();
  return <PageTabs label={t('policies.tabs')} tabs={tabs} carriesSearch />;
}
