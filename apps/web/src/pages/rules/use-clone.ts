import { useEffect, useRef } from 'react';
import { useRead } from '../../api/hooks.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useView } from '../../state/view.ts';
import { cloneText, newFileText } from './new-file.ts';
import type { FileDraft } from './use-file-draft.ts';

/** Puts a copy of a rule at the end of the draft, once; the address forgets that it was asked for. */
export function useClone(rule: string | undefined, draft: FileDraft): void {
  const t = useT();
  const { update } = useView();
  const reading = useRead('getRule', { params: { name: rule ?? '' } }, { isEnabled: rule !== undefined });
  const done = useRef<string>(undefined);
  const text = rule === undefined || reading.data?.name !== rule ? undefined : reading.data.text;
  useEffect(() => {
    if (rule === undefined || text === undefined || done.current === rule) return;
    done.current = rule;
    const copy = cloneText(text, rule, t('rules.copyOf', { name: rule }));
    draft.replaceText(draft.text === newFileText ? copy : `${draft.text.trimEnd()}\n\n${copy}`);
    update({ view: undefined }, { replace: true });
  });
}
