import { Checkbox, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { chosenValues, withChosen } from '../state/facet.ts';
import { useFormats } from '../state/format.ts';
import { useView } from '../state/view.ts';
import css from './facet-select.module.css';
import { Icon } from './icons.tsx';

export interface FacetOption {
  readonly value: string;
  readonly label?: string;
  readonly count?: number;
}

export interface FacetSelectProps {
  /** The field of the condition. */
  readonly field: string;
  readonly label: string;
  readonly options: readonly FacetOption[];
}

const searchFrom = 9;

/** Chooses among the known values of a field; the choice is a condition like any other. */
export function FacetSelect(props: FacetSelectProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, update } = useView();
  const [text, setText] = useState('');
  const chosen = chosenValues(state.pills, props.field);
  const named = (value: string) => props.options.find((option) => option.value === value)?.label ?? value;
  const needle = text.trim().toLowerCase();
  const listed = [
    ...props.options,
    ...chosen
      .filter((value) => !props.options.some((option) => option.value === value))
      .map((value): FacetOption => ({ value })),
  ].filter((option) => `${option.label ?? ''} ${option.value}`.toLowerCase().includes(needle));
  const set = (values: readonly string[]) =>
    update((current) => ({ pills: withChosen(current.pills, props.field, values), open: undefined }));
  const [first] = chosen;
  return (
    <Popover position="bottom-start" withinPortal trapFocus>
      <Popover.Target>
        <UnstyledButton className={css.button} data-is-chosen={chosen.length > 0}>
          <span className={css.label}>{props.label}</span>
          {first !== undefined && (
            <span className={css.value}>
              {chosen.length === 1 ? named(first) : formats.number(chosen.length)}
            </span>
          )}
          <Icon name="chevronDown" size={12} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={css.dropdown}>
        {props.options.length >= searchFrom && (
          <TextInput
            data-autofocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            placeholder={t('facet.search')}
            aria-label={t('facet.search')}
            leftSection={<Icon name="search" size={13} />}
            mb={6}
          />
        )}
        <div className={css.list}>
          {listed.map((option) => (
            <Checkbox
              key={option.value}
              size="xs"
              className={css.option}
              checked={chosen.includes(option.value)}
              onChange={(event) =>
                set(
                  event.currentTarget.checked
                    ? [...chosen, option.value]
                    : chosen.filter((value) => value !== option.value),
                )
              }
              label={
                <>
                  <span className={css.name}>{option.label ?? option.value}</span>
                  {option.count !== undefined && (
                    <span className={css.count}>{formats.compact(option.count)}</span>
                  )}
                </>
              }
            />
          ))}
          {listed.length === 0 && <p className={css.none}>{t('facet.none')}</p>}
        </div>
        {chosen.length > 0 && (
          <UnstyledButton className={css.clear} onClick={() => set([])}>
            {t('facet.clear')}
          </UnstyledButton>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
