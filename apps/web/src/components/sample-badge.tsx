import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.tsx';
import css from './sample-badge.module.css';

/** Marks what came with the sample environment. */
export function SampleBadge(): ReactNode {
  const t = useT();
  return <span className={css.badge}>{t('sample.badge')}</span>;
}
