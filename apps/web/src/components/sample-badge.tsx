import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { Badge } from './badge.tsx';

/** Marks what came with the sample environment; nothing for what did not. */
export function SampleBadge(props: { readonly isSample: boolean }): ReactNode {
  const t = useT();
  return props.isSample ? <Badge>{t('sample.badge')}</Badge> : null;
}
