import { type Check, transformerNames, type Value } from '../condition/ast.ts';
import type { WarningCode } from '../diagnostic.ts';
import type { FieldTable } from './field-table.ts';
import { simplerThanRegex } from './regex.ts';

export interface CheckWarning {
  readonly code: WarningCode;
  readonly message: string;
}

const naOperators: ReadonlySet<string> = new Set(['=', '==', '!=', 'in', 'intersects', 'pmatch']);
const deprecatedField = /^evt\.(?:dir|latency|latency\..+|wait_latency)$/;
const transformerCall = new RegExp(`^(?:${['val', ...transformerNames].join('|')})\\(`);

export function isDeprecatedField(name: string): boolean {
  return deprecatedField.test(name);
}

/** What is allowed in a check but hardly meant. */
export function warningsOf(check: Check, table: FieldTable): readonly CheckWarning[] {
  const warnings: CheckWarning[] = [];
  const values: readonly Value[] =
    check.right?.kind === 'values' ? check.right.values : check.right?.kind === 'value' ? [check.right] : [];
  const field = check.left.kind === 'field' ? check.left.name : '';
  if (isDeprecatedField(field)) {
    warnings.push({ code: 'LOAD_DEPRECATED_ITEM', message: `the field "${field}" is deprecated` });
  }
  const isJsonField = field.startsWith('ka.') || field.startsWith('jevt.');
  if (isJsonField && naOperators.has(check.operator) && values.some((value) => value.text === '<NA>')) {
    const message = `comparing "${field}" with <NA> does not find a missing value; use "exists"`;
    warnings.push({ code: 'LOAD_UNSAFE_NA_CHECK', message });
  }
  for (const value of values) {
    if (check.operator === 'regex') {
      const simpler = simplerThanRegex(value.text);
      if (simpler === undefined) continue;
      warnings.push({
        code: 'LOAD_COMPILE_CONDITION',
        message: `"${value.text}" can be written with "${simpler}"`,
      });
    } else if (table.byName.has(value.text.replace(/\[.*\]$/, ''))) {
      const message = `"${value.text}" is a constant text here; write val(${value.text}) for the value of the field`;
      warnings.push({ code: 'LOAD_COMPILE_CONDITION', message });
    } else if (transformerCall.test(value.text)) {
      const message = `"${value.text}" is a constant text here; leave out the quotes to transform a field`;
      warnings.push({ code: 'LOAD_COMPILE_CONDITION', message });
    }
  }
  return warnings;
}
