// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, for a table would lay all of them out
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, which tells of the active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are heard by the grid
import { useElementSize, useMergedRef } from '@mantine/hooks';
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useT } from '../../i18n/i18n.tsx';
import css from './big-list.module.css';
import { firstOf, innerHeight, scrollTopOf } from './big-scroll.ts';

export interface BigColumn {
  readonly id: string;
  readonly header: string;
  /** As in `grid-template-columns`. */
  readonly width: string;
  readonly isNumber?: boolean;
  /** Not on a narrow screen. */
  readonly isWideOnly?: boolean;
  readonly sort?: 'up' | 'down' | 'none';
}

export interface BigListProps {
  readonly label: string;
  readonly columns: readonly BigColumn[];
  readonly count: number;
  /** Cells of a row, in the order of the columns; undefined: not there yet. */
  readonly cells: (index: number) => readonly ReactNode[] | undefined;
  readonly onRange?: (first: number, last: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onSort?: (column: string) => void;
  /** Left and right arrow on a row: to close and open it. */
  readonly onFold?: (index: number, isOpen: boolean) => void;
  /** The row that is open beside the list. */
  readonly openRow?: number | undefined;
  /** Whose change brings `openRow` into view. */
  readonly openKey?: string | undefined;
  readonly tone?: (index: number) => string | undefined;
  readonly empty: ReactNode;
}

const rowHeight = 28;
const headHeight = 28;
const narrow = 760;

/** A list of any length, of which only what is in view exists. Arrow keys, page keys, Home, End and Enter work. */
export function BigList(props: BigListProps): ReactNode {
  const t = useT();
  const { count, columns, openRow, openKey, onRange } = props;
  const { ref: sizeRef, height, width } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(sizeRef, scroller);
  const [first, setFirst] = useState(0);
  const [active, setActive] = useState(0);
  const id = useId();
  const bodyHeight = Math.max(0, height - headHeight);
  const room = { count, rowHeight, height: bodyHeight };
  const seen = Math.ceil(bodyHeight / rowHeight) + 1;
  const from = Math.min(Math.floor(first), Math.max(0, count - 1));
  const to = Math.min(count, from + seen);
  const latest = useRef({ room, first });
  latest.current = { room, first };

  useEffect(() => onRange?.(from, to), [onRange, from, to]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its top
  useEffect(() => {
    setActive(0);
    goTo(0);
  }, [props.label]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is opened anew is brought into view
  useEffect(() => {
    if (openRow === undefined || height === 0) return;
    setActive(openRow);
    if (openRow < first || openRow > first + bodyHeight / rowHeight - 2)
      goTo(openRow - bodyHeight / rowHeight / 2);
  }, [openKey, openRow, height === 0]);

  function goTo(wanted: number): void {
    const { room: known } = latest.current;
    const next = Math.max(0, Math.min(wanted, known.count - known.height / rowHeight));
    setFirst(next);
    const box = scroller.current;
    if (box) box.scrollTop = scrollTopOf(next, known);
  }

  // A list that is longer than a browser can scroll is scrolled by rows, not by pixels.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const onWheel = (event: WheelEvent): void => {
      const { room: known, first: before } = latest.current;
      if (known.count * rowHeight === innerHeight(known) || event.deltaY === 0) return;
      event.preventDefault();
      goTo(before + (event.deltaMode === 1 ? event.deltaY : event.deltaY / rowHeight));
    };
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => box.removeEventListener('wheel', onWheel);
  });

  function onScroll(): void {
    const box = scroller.current;
    if (!box) return;
    // What was set by us stays as exact as it was asked for.
    if (Math.abs(box.scrollTop - scrollTopOf(first, room)) > 1) setFirst(firstOf(box.scrollTop, room));
  }

  function move(index: number): void {
    const next = Math.max(0, Math.min(count - 1, index));
    setActive(next);
    if (next < first) goTo(next);
    else if (next > first + bodyHeight / rowHeight - 1) goTo(next - bodyHeight / rowHeight + 1);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(bodyHeight / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ...{ ArrowDown: active + 1, j: active + 1, ArrowUp: active - 1, k: active - 1 },
      ...{ PageDown: active + page, PageUp: active - page, Home: 0, End: count - 1 },
    };
    const next = steps[event.key];
    if (next !== undefined) move(next);
    else if (event.key === 'Enter' && active < count) props.onOpen(active);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
      props.onFold?.(active, event.key === 'ArrowRight');
    else return;
    event.preventDefault();
  }

  const isNarrow = width > 0 && width < narrow;
  const shown = columns.flatMap((column, index) => (isNarrow && column.isWideOnly ? [] : [index]));
  const template = shown.map((index) => columns[index]?.width).join(' ');
  const offset = (scroller.current?.scrollTop ?? 0) - (first - from) * rowHeight;

  if (count === 0) {
    return (
      <div className={css.none} ref={ref}>
        {props.empty}
      </div>
    );
  }
  return (
    <div
      className={css.frame}
      ref={ref}
      onScroll={onScroll}
      role="grid"
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-activedescendant={active >= from && active < to ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={css.heads}>
        <div className={css.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {shown.map((index) => (
            <Header key={columns[index]?.id} column={columns[index] as BigColumn} onSort={props.onSort} />
          ))}
        </div>
      </div>
      <div className={css.body} style={{ height: innerHeight(room) }} role="rowgroup">
        <div className={css.rows} style={{ transform: `translateY(${offset}px)` }} role="presentation">
          {Array.from({ length: Math.max(0, to - from) }, (_, at) => {
            const index = from + at;
            const cells = props.cells(index);
            return (
              <div
                key={index}
                id={`${id}-${index}`}
                className={css.row}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={index === openRow}
                data-active={index === active}
                data-tone={props.tone?.(index)}
                style={{ gridTemplateColumns: template, height: rowHeight }}
                onClick={() => {
                  setActive(index);
                  props.onOpen(index);
                }}
              >
                {shown.map((column) => (
                  <div
                    key={columns[column]?.id}
                    className={css.cell}
                    role="gridcell"
                    data-number={columns[column]?.isNumber === true}
                  >
                    {cells === undefined ? (
                      column === 0 ? (
                        <span className={css.pending}>{t('investigate.pending')}</span>
                      ) : null
                    ) : (
                      cells[column]
                    )}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Header(props: { readonly column: BigColumn; readonly onSort: BigListProps['onSort'] }): ReactNode {
  const { column, onSort } = props;
  const sorts = { up: 'ascending', down: 'descending', none: 'none' } as const;
  return (
    <div
      className={css.header}
      role="columnheader"
      data-number={column.isNumber === true}
      aria-sort={column.sort === undefined ? undefined : sorts[column.sort]}
    >
      {column.sort === undefined ? (
        column.header
      ) : (
        <button
          type="button"
          className={css.sort}
          data-sort={column.sort}
          onClick={() => onSort?.(column.id)}
        >
          {column.header}
        </button>
      )}
    </div>
  );
}
