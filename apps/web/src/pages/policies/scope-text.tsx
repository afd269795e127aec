import type { Filter } from '@breakwater/model';
import type { ReactNode } from 'react';
import { PillList } from '../../components/pill-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { filterPills } from '../../state/pill.ts';
import css from './policies.module.css';
import { isEverywhere } from './policy-view.ts';

/** A scope or the condition of an exception, to be read: pills, or the whole tree where pills cannot say it. */
export function ScopeText(props: { readonly scope: Filter }): ReactNode {
  const t = useT();
  const { scope } = props;
  if (isEverywhere(scope)) return <span className={css.soft}>{t('scope.everywhere')}</span>;
  const pills = filterPills(scope);
  if (pills) return <PillList pills={pills} />;
  return <code className={css.tree}>{JSON.stringify(scope)}</code>;
}
