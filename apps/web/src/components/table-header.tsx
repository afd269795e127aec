import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { useT } from '../i18n/i18n.tsx';
import type { SortOrder } from '../state/search.ts';
import { clampWidth, type DataColumn } from './data-columns.ts';
import css from './data-table.module.css';
import { Icon } from './icons.tsx';

export interface TableHeaderProps<T> {
  readonly columns: readonly DataColumn<T>[];
  readonly template: string;
  readonly sort: SortOrder | undefined;
  readonly onSort: (column: DataColumn<T>) => void;
  readonly widths: Readonly<Record<string, number>>;
  readonly onWidth: (id: string, width: number) => void;
}

export function TableHeader<T>(props: TableHeaderProps<T>): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: part of a grid that is no table element
    <div role="row" className={css.header} style={{ gridTemplateColumns: props.template }} aria-rowindex={1}>
      {props.columns.map((column) => (
        <HeaderCell key={column.id} column={column} {...props} />
      ))}
    </div>
  );
}

function HeaderCell<T>(props: TableHeaderProps<T> & { readonly column: DataColumn<T> }): ReactNode {
  const t = useT();
  const { column } = props;
  const cell = useRef<HTMLDivElement>(null);
  const isSorted = column.sort !== undefined && props.sort?.column === column.sort;
  const isDescending = props.sort?.isDescending === true;

  function startResize(event: PointerEvent<HTMLElement>): void {
    const box = cell.current?.getBoundingClientRect();
    if (!box) return;
    event.preventDefault();
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const start = event.clientX;
    const move = (moved: globalThis.PointerEvent) =>
      props.onWidth(column.id, clampWidth(box.width + moved.clientX - start));
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), {
      once: true,
    });
  }

  function onResizeKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0;
    const box = cell.current?.getBoundingClientRect();
    if (step === 0 || !box) return;
    event.preventDefault();
    event.stopPropagation();
    props.onWidth(column.id, clampWidth(box.width + step));
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: part of a grid that is no table element
    <div
      role="columnheader"
      ref={cell}
      className={css.headerCell}
      data-align={column.align}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}
    >
      {column.sort === undefined ? (
        <span className={css.headerText}>{column.header}</span>
      ) : (
        <button
          type="button"
          className={css.sort}
          onClick={() => props.onSort(column)}
          title={t('table.sort', { column: column.header })}
        >
          <span className={css.headerText}>{column.header}</span>
          {isSorted && <Icon name={isDescending ? 'sortDown' : 'sortUp'} size={12} />}
        </button>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a rule that is dragged */}
      <span
        role="separator"
        aria-orientation="vertical"
        aria-label={t('table.resize', { column: column.header })}
        aria-valuenow={props.widths[column.id] ?? column.width ?? 180}
        tabIndex={0}
        className={css.resize}
        onPointerDown={startResize}
        onKeyDown={onResizeKey}
      />
    </div>
  );
}
