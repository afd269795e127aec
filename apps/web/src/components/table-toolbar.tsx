import { ActionIcon, Checkbox, Menu, Popover, Tooltip, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { useFormats } from '../state/format.ts';
import { usePreference } from '../state/preferences.ts';
import type { DataColumn } from './data-columns.ts';
import css from './data-table.module.css';
import { Icon } from './icons.tsx';

/** Addresses that stream everything the filter keeps. */
export interface ExportLinks {
  readonly csv?: string;
  readonly json?: string;
}

export interface TableToolbarProps<T> {
  readonly id: string;
  readonly columns: readonly DataColumn<T>[];
  readonly visible: Readonly<Record<string, boolean>>;
  readonly onVisible: (visible: Readonly<Record<string, boolean>>) => void;
  readonly onReset: () => void;
  readonly shown: number;
  readonly total: number | undefined;
  readonly isLowerBound: boolean;
  readonly exports?: ExportLinks | undefined;
  readonly children?: ReactNode;
}

/** Above a table: the page's own controls, how much is shown, density, columns, export. */
export function TableToolbar<T>(props: TableToolbarProps<T>): ReactNode {
  const t = useT();
  const formats = useFormats();
  const [density, setDensity] = usePreference('density');
  const numbers =
    props.total === undefined
      ? undefined
      : { shown: formats.number(Math.min(props.shown, props.total)), total: formats.number(props.total) };
  const nextDensity = density === 'compact' ? 'comfortable' : 'compact';
  return (
    <div className={css.toolbar}>
      <div className={css.toolbarStart}>{props.children}</div>
      <span className={css.shown} role="status">
        {numbers && t(props.isLowerBound ? 'table.shownAtLeast' : 'table.shown', numbers)}
      </span>
      <Tooltip label={t(`table.${nextDensity}`)}>
        <ActionIcon onClick={() => setDensity(nextDensity)} aria-label={t(`table.${nextDensity}`)}>
          <Icon name="rows" />
        </ActionIcon>
      </Tooltip>
      <Popover position="bottom-end" withinPortal trapFocus>
        <Popover.Target>
          <ActionIcon aria-label={t('table.columns')} title={t('table.columns')}>
            <Icon name="columns" />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown className={css.chooser}>
          {props.columns.map((column) => (
            <Checkbox
              key={column.id}
              size="xs"
              label={column.header}
              checked={props.visible[column.id] === true}
              disabled={column.isTitle === true}
              onChange={(event) =>
                props.onVisible({ ...props.visible, [column.id]: event.currentTarget.checked })
              }
            />
          ))}
          <UnstyledButton className={css.reset} onClick={props.onReset}>
            {t('table.columnsReset')}
          </UnstyledButton>
        </Popover.Dropdown>
      </Popover>
      {props.exports && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon aria-label={t('table.export')} title={t('table.export')}>
              <Icon name="download" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {props.exports.csv !== undefined && (
              <Menu.Item component="a" href={props.exports.csv} download>
                {t('table.exportCsv')}
              </Menu.Item>
            )}
            {props.exports.json !== undefined && (
              <Menu.Item component="a" href={props.exports.json} download>
                {t('table.exportJson')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
