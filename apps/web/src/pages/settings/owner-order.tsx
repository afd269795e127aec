import type { Ownership } from '@breakwater/api';
import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../components/icons.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './settings.module.css';

export interface OwnerOrderProps {
  readonly order: Ownership['order'];
  readonly onChange: (order: Ownership['order']) => void;
}

/** Which source of owners is asked first; each can be moved up. */
export function OwnerOrder({ order, onChange }: OwnerOrderProps): ReactNode {
  const t = useT();
  return (
    <div>
      <div className={css.label}>{t('owner.order')}</div>
      <ol className={css.order} aria-label={t('owner.order')}>
        {order.map((source, place) => (
          <li key={source}>
            {t(`owner.source.${source}`)}{' '}
            {place > 0 && (
              <ActionIcon
                variant="subtle"
                size="sm"
                aria-label={t('owner.earlier', { source: t(`owner.source.${source}`) })}
                onClick={() => onChange(movedUp(order, place))}
              >
                <Icon name="chevronUp" size={13} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      <p className={css.hint}>{t('owner.orderHint')}</p>
    </div>
  );
}

function movedUp<T>(list: readonly T[], place: number): readonly T[] {
  const moved = list[place];
  const before = list[place - 1];
  if (moved === undefined || before === undefined) return list;
  return list.with(place - 1, moved).with(place, before);
}
