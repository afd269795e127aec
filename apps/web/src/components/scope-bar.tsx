import { Popover, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useRead } from '../api/hooks.ts';
import { useT } from '../i18n/i18n.tsx';
import { useFormats } from '../state/format.ts';
import {
  type ScopeLevel,
  type ScopePart,
  scopeConditions,
  scopeLevels,
  setScopeLevel,
} from '../state/search.ts';
import { useView } from '../state/view.ts';
import { Icon } from './icons.tsx';
import css from './scope-bar.module.css';

/** Levels that the API can list values of. */
const listedLevels = ['provider', 'account', 'region', 'cluster', 'service', 'namespace'] as const;
type ListedLevel = (typeof listedLevels)[number];

/** Levels that the bar offers; deeper ones come from values and links. */
const offeredLevels: readonly ScopeLevel[] = ['account', 'region', 'cluster', 'service', 'namespace', 'task'];

/** The place that is looked at, from Everywhere down. */
export function ScopeBar(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const { scope } = state;
  const set = (level: ScopeLevel, value: string | undefined) =>
    update((current) => ({ scope: setScopeLevel(current.scope, level, value), open: undefined }));
  const deepest = scope.at(-1);
  const next = offeredLevels.filter(
    (level) => deepest === undefined || scopeLevels.indexOf(level) > scopeLevels.indexOf(deepest.level),
  );
  return (
    <nav className={css.bar} aria-label={t('scope.label')}>
      <UnstyledButton
        className={css.everywhere}
        onClick={() => update({ scope: [], open: undefined })}
        title={scope.length > 0 ? t('scope.reset') : undefined}
        data-is-current={scope.length === 0}
      >
        <Icon name="globe" size={14} />
        <span className={css.everywhereText}>{t('scope.everywhere')}</span>
      </UnstyledButton>
      {scope.map((part) => (
        <Crumb key={part.level} part={part} onSet={(value) => set(part.level, value)} scope={scope} />
      ))}
      {next.length > 0 && <NarrowButton levels={next} scope={scope} onSet={set} />}
    </nav>
  );
}

interface CrumbProps {
  readonly part: ScopePart;
  readonly scope: readonly ScopePart[];
  readonly onSet: (value: string | undefined) => void;
}

function Crumb(props: CrumbProps): ReactNode {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const level = t(`field.${props.part.level}`);
  return (
    <span className={css.crumb}>
      <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" trapFocus withinPortal>
        <Popover.Target>
          <UnstyledButton
            className={css.crumbButton}
            onClick={() => setIsOpen(!isOpen)}
            title={t('scope.change', { level })}
          >
            <span className={css.level}>{level}</span>
            <span className={css.name}>{props.part.value}</span>
            <Icon name="chevronDown" size={12} />
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown className={css.dropdown}>
          <ValueList
            level={props.part.level}
            scope={setScopeLevel(props.scope, props.part.level, undefined)}
            onChoose={(value) => {
              setIsOpen(false);
              props.onSet(value);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <UnstyledButton
        className={css.remove}
        onClick={() => props.onSet(undefined)}
        aria-label={t('scope.remove', { level, value: props.part.value })}
      >
        <Icon name="close" size={12} />
      </UnstyledButton>
    </span>
  );
}

interface NarrowButtonProps {
  readonly levels: readonly ScopeLevel[];
  readonly scope: readonly ScopePart[];
  readonly onSet: (level: ScopeLevel, value: string) => void;
}

function NarrowButton(props: NarrowButtonProps): ReactNode {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<ScopeLevel>();
  const level = chosen !== undefined && props.levels.includes(chosen) ? chosen : (props.levels[0] ?? 'task');
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton
          className={css.narrow}
          onClick={() => setIsOpen(!isOpen)}
          aria-label={t('scope.add')}
          title={t('scope.add')}
        >
          <Icon name="plus" size={13} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={css.dropdown}>
        <fieldset className={css.levels}>
          <legend className={css.legend}>{t('scope.levels')}</legend>
          {props.levels.map((one) => (
            <UnstyledButton
              key={one}
              className={css.levelButton}
              aria-pressed={one === level}
              onClick={() => setChosen(one)}
            >
              {t(`field.${one}`)}
            </UnstyledButton>
          ))}
        </fieldset>
        <ValueList
          key={level}
          level={level}
          scope={props.scope}
          onChoose={(value) => {
            setIsOpen(false);
            props.onSet(level, value);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface ValueListProps {
  readonly level: ScopeLevel;
  readonly scope: readonly ScopePart[];
  readonly onChoose: (value: string) => void;
}

function ValueList(props: ValueListProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const [text, setText] = useState('');
  const [needle] = useDebouncedValue(text.trim().toLowerCase(), 80);
  const isListed = isListedLevel(props.level);
  const within = { op: 'and' as const, filters: scopeConditions(props.scope) };
  const values = useRead(
    'listScopeValues',
    { query: { field: isListed ? props.level : 'account', within } },
    { isEnabled: isListed },
  );
  const known = isListed ? (values.data?.values ?? []) : [];
  const found = known.filter((one) => one.value.toLowerCase().includes(needle)).slice(0, 200);
  const typed = text.trim();
  return (
    <>
      <TextInput
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          const choice = typed !== '' ? (found[0]?.value ?? typed) : undefined;
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && choice !== undefined)
            props.onChoose(choice);
        }}
        placeholder={t('scope.search')}
        aria-label={t('scope.search')}
        leftSection={<Icon name="search" size={13} />}
      />
      <ul className={css.values}>
        {found.map((one) => (
          <li key={one.value}>
            <UnstyledButton className={css.valueButton} onClick={() => props.onChoose(one.value)}>
              <span className={css.valueName}>{one.value}</span>
              <span className={css.count}>{formats.compact(one.count)}</span>
            </UnstyledButton>
          </li>
        ))}
        {typed !== '' && !known.some((one) => one.value === typed) && (
          <li>
            <UnstyledButton className={css.valueButton} onClick={() => props.onChoose(typed)}>
              {t('scope.use', { value: typed })}
            </UnstyledButton>
          </li>
        )}
      </ul>
      {found.length === 0 && typed === '' && !values.isLoading && (
        <p className={css.hint}>{t('scope.noValues')}</p>
      )}
    </>
  );
}

function isListedLevel(level: ScopeLevel): level is ListedLevel {
  return listedLevels.some((one) => one === level);
}
