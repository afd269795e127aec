import type { Filter } from '@breakwater/model';
import { compileFilter, type Sql } from '../../filter/compile.ts';
import { seriesColumnOf } from './columns.ts';
import { sqliteEvents } from './dialect.ts';

/** Scope and filter of a query, split by what answers them. */
export interface Scoped {
  /** The part that the columns of a series decide. */
  readonly series: Sql;
  /** The rest, which needs the events themselves; undefined when there is none. */
  readonly rest: Sql | undefined;
  /** True when no condition on the series is left. */
  readonly isEverySeries: boolean;
}

/** Joins `scope` and `filter` by *and* and splits the result. @throws FilterError */
export function scoped(scope: Filter, filter: Filter): Scoped {
  const conjuncts = [...conjunctsOf(scope), ...conjunctsOf(filter)];
  const series = conjuncts.filter(isOfSeries);
  const rest = conjuncts.filter((part) => !isOfSeries(part));
  return {
    series: compileFilter({ op: 'and', filters: series }, sqliteEvents),
    rest: rest.length === 0 ? undefined : compileFilter({ op: 'and', filters: rest }, sqliteEvents),
    isEverySeries: series.length === 0,
  };
}

function conjunctsOf(filter: Filter): readonly Filter[] {
  return filter.op === 'and' ? filter.filters.flatMap(conjunctsOf) : [filter];
}

function isOfSeries(filter: Filter): boolean {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.filters.every(isOfSeries);
    case 'not':
      return isOfSeries(filter.filter);
    default:
      return seriesColumnOf.has(filter.field);
  }
}
