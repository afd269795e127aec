import { type Check, transformerNames, type Value } from '../condition/ast.ts';
import type { WarningCode } from '../diagnostic.ts';
import { type FieldTable, findField, findParameter } from './field-table.ts';
import { isSimplerWithoutRegex } from './regex.ts';

export interface CheckWarning {
  readonly code: WarningCode;
  readonly message: string;
}

const naOperators: ReadonlySet<string> = new Set(['=', '==', '!=', 'in', 'intersects', 'pmatch']);
const deprecatedField = /^evt\.(?:dir|latency|latency\..+|wait_latency)$/;
const transformerCall = new RegExp(`^(?:${['val', ...transformerNames].join('|')})\\(.*\\)$`);

export function isDeprecatedField(name: string): boolean {
  return deprecatedField.test(name);
}

/** What is allowed in a check but hardly meant. */
export function warningsOf(check: Check, table: FieldTable): readonly CheckWarning[] {
  const warnings: CheckWarning[] = [];
  const values: readonly Value[] =
    check.right?.kind === 'values' ? check.right.values : check.right?.kind === 'value' ? [check.right] : [];
  const left = check.left.kind === 'field' ? check.left.name : '';
  if (isDeprecatedField(left)) {
    warnings.push({ code: 'LOAD_DEPRECATED_ITEM', message: `the field "${left}" is deprecated` });
  }
  const isJsonField = left.startsWith('ka.') || left.startsWith('jevt.');
  if (isJsonField && naOperators.has(check.operator) && values.some((value) => value.text === '<NA>')) {
    const message = `comparing "${left}" with <NA> does not find a missing value; use "exists"`;
    warnings.push({ code: 'LOAD_UNSAFE_NA_CHECK', message });
  }
  // One of each kind is enough: a list of a million items would give a million.
  const simple =
    check.operator === 'regex' ? values.find(({ text }) => isSimplerWithoutRegex(text)) : undefined;
  if (simple !== undefined) {
    const message = `"${simple.text}" may do without a regular expression: =, contains, startswith or endswith`;
    warnings.push({ code: 'LOAD_COMPILE_CONDITION', message });
  }
  for (const value of values) {
    const misused = misusedConstant(value.text.replace(/\s+/g, ''), table);
    if (misused === undefined) continue;
    warnings.push({ code: 'LOAD_COMPILE_CONDITION', message: `"${value.text}" ${misused}` });
    break;
  }
  return warnings;
}

const field = /^([a-zA-Z]\w*(?:\.[a-zA-Z]\w*)+)(?:\[([^\]]*)\])?$/;

/** What was probably meant by a constant that reads like a field or a transformer. */
function misusedConstant(text: string, table: FieldTable): string | undefined {
  if (transformerCall.test(text)) return 'is a constant text here; leave out the quotes to transform a field';
  const [, name, argument] = field.exec(text) ?? [];
  if (name === undefined || !(table.byName.has(name) || findParameter(table, name))) return undefined;
  if ('message' in findField(table, name, argument)) return undefined;
  return `is a constant text here; write val(${text}) for the value of the field`;
}
