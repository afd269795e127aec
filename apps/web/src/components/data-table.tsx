import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { errorMessage } from '../api/error-message.ts';
import type { Rows } from '../api/hooks.ts';
import { useT } from '../i18n/i18n.tsx';
import { usePreference } from '../state/preferences.ts';
import { hasFilters, type SortOrder } from '../state/search.ts';
import { useShortcut } from '../state/shortcuts.ts';
import { useView } from '../state/view.ts';
import { type DataColumn, gridTemplate, tableColumns, tableFeatureSet, visibleById } from './data-columns.ts';
import css from './data-table.module.css';
import { MessagePanel, PartialNotice } from './message-panel.tsx';
import { InTableContext } from './table-context.ts';
import { TableHeader } from './table-header.tsx';
import { type ExportLinks, TableToolbar } from './table-toolbar.tsx';

export interface DataTableProps<T> {
  /** Permanent name: preferences of the table are kept under it. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly DataColumn<T>[];
  readonly data: Rows<T>;
  readonly rowId: (row: T) => string;
  /** How a row opens; by default its id goes into the URL as `open`. */
  readonly onOpen?: (row: T) => void;
  /** What to say and do when there is nothing and no filter is the reason; `filteredText` when one is. */
  readonly empty?: {
    readonly title: string;
    readonly text?: ReactNode;
    readonly filteredText?: string;
    readonly actions?: ReactNode;
  };
  /** Why the rows are incomplete, if they are. */
  readonly partial?: string | undefined;
  /** `total` is a lower bound. */
  readonly isTotalLowerBound?: boolean;
  readonly exports?: ExportLinks;
  /** Called when the reader leaves the first rows, and when they are back. */
  readonly onScrolled?: (isScrolled: boolean) => void;
  /** Left of the toolbar: tabs, toggles, search. */
  readonly toolbar?: ReactNode;
}

const rowHeights = { comfortable: 36, compact: 28 } as const;
const cardHeight = 58;
const cardBelow = 620;

/**
 * A table over a list of any length: rows are drawn as they are seen and read as they are needed. `j`/`k` move, `Enter`
 * opens, arrow keys reach the values; columns, widths and density are remembered.
 */
export function DataTable<T extends object>(props: DataTableProps<T>): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const [density] = usePreference('density');
  const [tables, setTables] = usePreference('tables');
  const preference = tables[props.id];
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize();
  const isCard = width > 0 && width < cardBelow;
  const { rows, hasMore, loadMore } = props.data;
  const openIndex = rows.findIndex((row) => props.rowId(row) === state.open);
  const [focused, setFocused] = useState(0);

  const savePreference = useCallback(
    (change: object) => setTables({ ...tables, [props.id]: { ...tables[props.id], ...change } }),
    [tables, setTables, props.id],
  );
  const visible = useMemo(
    () => visibleById(props.columns, preference?.visible ?? {}),
    [props.columns, preference?.visible],
  );
  const widths = preference?.widths ?? {};
  const columns = useMemo(() => tableColumns(props.columns), [props.columns]);
  const table = useTable({
    features: tableFeatureSet,
    columns,
    data: rows,
    getRowId: props.rowId,
    state: { columnVisibility: visible },
    onColumnVisibilityChange: (next) =>
      savePreference({ visible: typeof next === 'function' ? next(visible) : next }),
  });
  const leaves = table.getVisibleLeafColumns();
  const shownColumns = leaves.flatMap((leaf) => props.columns.find((column) => column.id === leaf.id) ?? []);
  const template = gridTemplate(shownColumns, widths);

  const rowHeight = isCard ? cardHeight : rowHeights[density];
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1200, height: 640 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height makes every row's place wrong
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowHeight]);
  const items = virtualizer.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastSeen >= rows.length - 30) loadMore();
  }, [hasMore, lastSeen, rows.length, loadMore]);

  const open = useCallback(
    (row: T) => (props.onOpen ? props.onOpen(row) : update({ open: props.rowId(row) })),
    [props.onOpen, props.rowId, update],
  );

  /** Moves to a row; while the details are open they follow. */
  function moveTo(index: number): void {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[next];
    if (!row) return;
    setFocused(next);
    virtualizer.scrollToIndex(next);
    requestAnimationFrame(() => focusRow(scroller.current, next));
    if (state.open !== undefined && !props.onOpen) update({ open: props.rowId(row) }, { replace: true });
  }
  const base = openIndex >= 0 ? openIndex : focused;
  const isFocusInside = () => scroller.current?.contains(document.activeElement) === true;
  const hasRows = rows.length > 0;
  useShortcut('j', () => moveTo(isFocusInside() || openIndex >= 0 ? base + 1 : base), hasRows);
  useShortcut('k', () => moveTo(base - 1), hasRows);

  function onRowKeyDown(event: KeyboardEvent<HTMLElement>, index: number, row: T): void {
    if (event.key === 'Enter' && event.target === event.currentTarget) {
      event.preventDefault();
      open(row);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      moveTo(index + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      event.preventDefault();
      walkValues(event.currentTarget, event.key === 'ArrowRight' ? 1 : -1);
    }
  }

  function sortBy(column: DataColumn<T>): void {
    if (column.sort === undefined) return;
    update({ sort: nextSort(state.sort, column.sort), open: undefined });
  }

  return (
    <div className={css.table} ref={sizeRef}>
      <TableToolbar
        id={props.id}
        columns={props.columns}
        visible={visible}
        onVisible={(next) => savePreference({ visible: next })}
        onReset={() => savePreference({ visible: {}, widths: {} })}
        shown={rows.length}
        total={props.data.total}
        isLowerBound={props.isTotalLowerBound === true}
        exports={props.exports}
      >
        {props.toolbar}
      </TableToolbar>
      {props.partial !== undefined && (
        <PartialNotice>{t('table.partial', { reason: props.partial })}</PartialNotice>
      )}
      <div
        className={css.scroller}
        ref={scroller}
        data-is-stale={props.data.isStale}
        onScroll={(event) => props.onScrolled?.(event.currentTarget.scrollTop > 8)}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: rows are drawn as they are seen, which a table element cannot do */}
        <div
          role="grid"
          className={css.grid}
          aria-label={props.label}
          aria-rowcount={props.data.total ?? -1}
          aria-colcount={shownColumns.length}
          aria-busy={props.data.status === 'loading' || props.data.isStale}
          tabIndex={hasRows ? -1 : 0}
        >
          {!isCard && (
            <TableHeader
              columns={shownColumns}
              template={template}
              sort={state.sort}
              onSort={sortBy}
              widths={widths}
              onWidth={(id, next) => savePreference({ widths: { ...widths, [id]: next } })}
            />
          )}
          {props.data.status === 'loading' && <SkeletonRows height={rowHeight} label={t('table.loading')} />}
          {hasRows && (
            <InTableContext value={true}>
              {/* biome-ignore lint/a11y/useSemanticElements: see above */}
              <div
                role="rowgroup"
                className={css.body}
                style={{ height: virtualizer.getTotalSize(), minWidth: isCard ? undefined : 'fit-content' }}
              >
                {items.map((item) => {
                  const row = rows[item.index];
                  if (!row) return null;
                  const isOpen = item.index === openIndex;
                  return (
                    // biome-ignore lint/a11y/useSemanticElements: see above
                    <div
                      key={item.key}
                      role="row"
                      className={isCard ? css.card : css.row}
                      data-row={item.index}
                      aria-rowindex={item.index + 2}
                      aria-selected={isOpen}
                      tabIndex={
                        item.index === (openIndex >= 0 ? openIndex : Math.min(focused, rows.length - 1))
                          ? 0
                          : -1
                      }
                      style={{
                        height: item.size,
                        transform: `translateY(${item.start}px)`,
                        gridTemplateColumns: isCard ? undefined : template,
                      }}
                      onClick={(event) => {
                        if (isPlainClick(event)) open(row);
                      }}
                      onFocus={() => setFocused(item.index)}
                      onKeyDown={(event) => onRowKeyDown(event, item.index, row)}
                    >
                      {isCard ? (
                        <CardCells columns={shownColumns} row={row} />
                      ) : (
                        shownColumns.map((column) => (
                          // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above
                          <div key={column.id} role="gridcell" className={css.cell} data-align={column.align}>
                            {column.cell(row)}
                          </div>
                        ))
                      )}
                    </div>
                  );
                })}
              </div>
            </InTableContext>
          )}
        </div>
        <TableEnd
          {...props}
          hasFilters={hasFilters(state)}
          onClear={() => update({ pills: [], hidden: [], unreadable: [], text: undefined })}
        />
      </div>
    </div>
  );
}

interface TableEndProps<T> extends DataTableProps<T> {
  readonly hasFilters: boolean;
  readonly onClear: () => void;
}

function TableEnd<T>(props: TableEndProps<T>): ReactNode {
  const t = useT();
  const { data } = props;
  const retry = <Button onClick={data.retry}>{t('table.retry')}</Button>;
  if (data.status === 'failed') {
    return (
      <MessagePanel isError title={t('table.failed')} actions={retry}>
        {errorMessage(data.error, t)}
      </MessagePanel>
    );
  }
  if (data.status === 'loading') return null;
  if (data.error) {
    return (
      <p className={css.more} role="alert">
        {t('table.moreFailed', { reason: errorMessage(data.error, t) })} {retry}
      </p>
    );
  }
  if (data.isLoadingMore) return <p className={css.more}>{t('table.loadingMore')}</p>;
  if (data.rows.length > 0) return null;
  if (props.hasFilters) {
    return (
      <MessagePanel
        title={t('table.emptyFiltered')}
        actions={
          <Button variant="default" onClick={props.onClear}>
            {t('table.clearFilters')}
          </Button>
        }
      >
        {props.empty?.filteredText ?? t('table.emptyFilteredHint')}
      </MessagePanel>
    );
  }
  return (
    <MessagePanel title={props.empty?.title ?? t('table.empty')} actions={props.empty?.actions}>
      {props.empty?.text ?? t('table.emptyFilteredHint')}
    </MessagePanel>
  );
}

/** A row on a narrow screen: the title column above, the others after one another below. */
function CardCells<T>(props: { readonly columns: readonly DataColumn<T>[]; readonly row: T }): ReactNode {
  const title = props.columns.find((column) => column.isTitle) ?? props.columns[0];
  const rest = props.columns.filter((column) => column !== title);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above */}
      <div role="gridcell" className={css.cardTitle}>
        {title?.cell(props.row)}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above */}
      <div role="gridcell" className={css.cardRest}>
        {rest.map((column) => (
          <span key={column.id}>{column.cell(props.row)}</span>
        ))}
      </div>
    </>
  );
}

function SkeletonRows(props: { readonly height: number; readonly label: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid
    <div role="rowgroup" className={css.skeletons} aria-label={props.label}>
      {Array.from({ length: 14 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: a row of nothing
        <div key={index} role="row" className={css.skeleton} style={{ height: props.height }}>
          {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: part of the grid */}
          <span role="gridcell" style={{ width: `${30 + ((index * 37) % 55)}%` }} />
        </div>
      ))}
    </div>
  );
}

/** Descending first, then ascending, then the order of the list itself. */
export function nextSort(current: SortOrder | undefined, column: string): SortOrder | undefined {
  if (current?.column !== column) return { column, isDescending: true };
  return current.isDescending ? { column, isDescending: false } : undefined;
}

function focusRow(scroller: HTMLElement | null, index: number): void {
  const row = scroller?.querySelector(`[data-row="${index}"]`);
  if (row instanceof HTMLElement) row.focus({ preventScroll: true });
}

function walkValues(row: HTMLElement, step: 1 | -1): void {
  const stops: readonly (Element | null)[] = [row, ...row.querySelectorAll('[data-value-chip], a, button')];
  const at = stops.indexOf(document.activeElement);
  const stop = stops[Math.max(0, Math.min(stops.length - 1, at + step))];
  if (stop instanceof HTMLElement) stop.focus();
}

/** Not a click on a link or button inside, and not the end of selecting text. */
function isPlainClick(event: { readonly target: EventTarget; readonly defaultPrevented: boolean }): boolean {
  if (event.defaultPrevented || !(event.target instanceof Element)) return false;
  if (event.target.closest('a, button, input, label')) return false;
  return (globalThis.getSelection?.()?.toString() ?? '') === '';
}
