import { type ColumnDef, columnVisibilityFeature, tableFeatures } from '@tanstack/react-table';
import type { ReactNode } from 'react';

/** One column of a `DataTable`. */
export interface DataColumn<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: T) => ReactNode;
  /** Width in pixels; a column without one shares what is left. */
  readonly width?: number;
  /** Takes this share of what is left, `width` at the least. */
  readonly grow?: number;
  readonly align?: 'end';
  /** The API's name of the column to sort by; without it the column does not sort. */
  readonly sort?: string;
  /** Not shown until chosen. */
  readonly isOptional?: boolean;
  /** Cannot be hidden, and stands above on narrow screens. */
  readonly isTitle?: boolean;
}

const smallest = 56;

export const tableFeatureSet = tableFeatures({ columnVisibilityFeature });

export function tableColumns<T extends object>(
  columns: readonly DataColumn<T>[],
): ColumnDef<typeof tableFeatureSet, T, unknown>[] {
  return columns.map((column) => ({
    id: column.id,
    header: column.header,
    enableHiding: column.isTitle !== true,
  }));
}

/** Which columns are shown: the person's choice, else the column's own default. */
export function visibleById<T>(
  columns: readonly DataColumn<T>[],
  chosen: Readonly<Record<string, boolean>>,
): Record<string, boolean> {
  return Object.fromEntries(
    columns.map((column) => [
      column.id,
      column.isTitle === true || (chosen[column.id] ?? column.isOptional !== true),
    ]),
  );
}

/** CSS grid tracks; the header and every row share them. */
export function gridTemplate<T>(
  columns: readonly DataColumn<T>[],
  widths: Readonly<Record<string, number>>,
): string {
  return columns
    .map((column) => {
      const chosen = widths[column.id];
      if (chosen !== undefined) return `${Math.max(smallest, Math.round(chosen))}px`;
      if (column.grow !== undefined) return `minmax(${column.width ?? 180}px, ${column.grow}fr)`;
      if (column.width !== undefined) return `${column.width}px`;
      return column.isTitle ? 'minmax(280px, 1.5fr)' : 'minmax(180px, 1fr)';
    })
    .join(' ');
}

export function clampWidth(width: number): number {
  return Math.max(smallest, Math.min(1200, Math.round(width)));
}
