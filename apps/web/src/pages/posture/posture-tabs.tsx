import type { ReactNode } from 'react';
import { Choice } from '../../components/choice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useView } from '../../state/view.ts';

export function PostureTabs(props: { readonly current: 'findings' | 'checks' }): ReactNode {
  const t = useT();
  const { update } = useView();
  return (
    <Choice
      label={t('posture.shown')}
      value={props.current}
      onChange={(next) =>
        update({
          view: next === 'checks' ? 'checks' : undefined,
          open: undefined,
          sort: undefined,
          text: undefined,
          pills: [],
          hidden: [],
        })
      }
      options={[
        { value: 'findings', label: t('posture.findings') },
        { value: 'checks', label: t('posture.checks') },
      ]}
    />
  );
}
