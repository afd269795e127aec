import { commonColumns, type Filter } from '@breakwater/model';
import { didYouMean } from '@breakwater/rules';
import { findSource } from '@breakwater/sources';
import { FilterError } from '@breakwater/store';

/**
 * Refuses a filter over events of a source that names a field they never have: a slip of the pen would silence a
 * policy, or all of its detections.
 * @throws FilterError naming the field and what may be meant
 */
export function checkFields(filter: Filter, sourceName: string): void {
  const known = new Set<string>(commonColumns);
  for (const { name } of findSource(sourceName)?.fields ?? []) known.add(name);
  for (const field of fieldsOf(filter)) {
    const name = field.replace(/\[.*$/s, '');
    if (known.has(name) || name.startsWith('detection.') || /^evt\.(?:raw)?arg\./.test(name)) continue;
    const meant = didYouMean(name, known);
    const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
    throw new FilterError(`events of ${sourceName} have no field "${field}"${hint}`, field);
  }
}

function fieldsOf(filter: Filter): readonly string[] {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(filter.filter);
    default:
      return [filter.field];
  }
}
