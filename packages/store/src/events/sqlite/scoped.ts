import type { Filter } from '@breakwater/model';
import { compileFilter, type Sql } from '../../filter/compile.ts';
import { classColumnSet, seriesColumnOf } from './columns.ts';
import { sqliteEvents } from './dialect.ts';

/** Scope and filter of a query, split by what answers them. */
export interface Scoped {
  /** The part that the columns of a series decide. */
  readonly series: Sql;
  /** The rest, which needs the events themselves; undefined when there is none. */
  readonly rest: Sql | undefined;
  /** True when there is no condition on the series at all. */
  readonly isEverySeries: boolean;
  /** True when the condition on the series uses columns of a class only. */
  readonly isOfClass: boolean;
}

/** Joins `scope` and `filter` by *and* and splits the result. @throws FilterError */
export function scoped(scope: Filter, filter: Filter): Scoped {
  const conjuncts = [...conjunctsOf(scope), ...conjunctsOf(filter)];
  const series = conjuncts.filter((part) => usesOnly(part, seriesColumnOf));
  const rest = conjuncts.filter((part) => !usesOnly(part, seriesColumnOf));
  return {
    series: compileFilter({ op: 'and', filters: series }, sqliteEvents),
    rest: rest.length === 0 ? undefined : compileFilter({ op: 'and', filters: rest }, sqliteEvents),
    isEverySeries: series.length === 0,
    isOfClass: series.every((part) => usesOnly(part, classColumnSet)),
  };
}

function conjunctsOf(filter: Filter): readonly Filter[] {
  return filter.op === 'and' ? filter.filters.flatMap(conjunctsOf) : [filter];
}

function usesOnly(filter: Filter, columns: { has(field: string): boolean }): boolean {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.filters.every((part) => usesOnly(part, columns));
    case 'not':
      return usesOnly(filter.filter, columns);
    default:
      return columns.has(filter.field);
  }
}
