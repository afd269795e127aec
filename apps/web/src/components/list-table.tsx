import type { ReactNode } from 'react';
import css from './list-table.module.css';

export interface ListColumn<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: T) => ReactNode;
  /** Buttons: at the end, without a heading that is seen. */
  readonly isActions?: boolean;
}

export interface ListTableProps<T> {
  readonly label: string;
  readonly columns: readonly ListColumn<T>[];
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  readonly empty: string;
}

/** A short list that is here as a whole; its first column names the row. Cards on a narrow screen. */
export function ListTable<T>(props: ListTableProps<T>): ReactNode {
  if (props.rows.length === 0) return <p className={css.empty}>{props.empty}</p>;
  return (
    <div className={css.frame}>
      <table className={css.table} aria-label={props.label}>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column.id} scope="col">
                <span className={column.isActions ? css.unseen : undefined}>{column.header}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.rowId(row)}>
              {props.columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.id} scope="row" className={css.title}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td
                    key={column.id}
                    data-label={column.isActions ? undefined : column.header}
                    className={column.isActions ? css.actions : undefined}
                  >
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
