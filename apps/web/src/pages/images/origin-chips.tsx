import { imageOrigins } from '@breakwater/model';
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../components/icons.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { chosenValues, withChosen } from '../../state/facet.ts';
import { formatPill } from '../../state/pill.ts';
import { useView } from '../../state/view.ts';
import css from './images.module.css';

/** The chosen origins as chips; each can be taken away, or all at once. Other conditions on the origin stand beside. */
export function OriginChips(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const chosen = chosenValues(state.pills, 'origin');
  const others = state.pills.filter((pill) => pill.field === 'origin' && pill.op !== '=' && pill.op !== 'in');
  if (chosen.length === 0 && others.length === 0) return null;
  const name = (value: string) => {
    const origin = imageOrigins.find((one) => one === value);
    return origin === undefined ? value : t(`images.origins.${origin}`);
  };
  return (
    <ul className={css.chips} aria-label={t('images.origin')}>
      {chosen.map((value) => (
        <li key={value}>
          <Chip
            text={name(value)}
            onRemove={() =>
              update((current) => ({
                pills: withChosen(
                  current.pills,
                  'origin',
                  chosen.filter((one) => one !== value),
                ),
              }))
            }
          />
        </li>
      ))}
      {others.map((pill) => (
        <li key={formatPill(pill)}>
          <Chip
            text={formatPill(pill)}
            onRemove={() =>
              update((current) => ({
                pills: current.pills.filter((one) => formatPill(one) !== formatPill(pill)),
              }))
            }
          />
        </li>
      ))}
      <li>
        <UnstyledButton
          className={css.clear}
          onClick={() =>
            update((current) => ({ pills: current.pills.filter((pill) => pill.field !== 'origin') }))
          }
        >
          {t('filter.clear')}
        </UnstyledButton>
      </li>
    </ul>
  );
}

function Chip(props: { readonly text: string; readonly onRemove: () => void }): ReactNode {
  const t = useT();
  return (
    <span className={css.chip}>
      {props.text}
      <UnstyledButton
        className={css.chipRemove}
        onClick={props.onRemove}
        aria-label={t('filter.remove', { filter: props.text })}
      >
        <Icon name="close" size={11} />
      </UnstyledButton>
    </span>
  );
}
