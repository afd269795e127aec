import { suggestion } from '../did-you-mean.ts';
import type { ExceptionEntry, ExceptionItem } from '../items.ts';
import { type Context, within } from '../load-problem.ts';
import { decodeText, invalid } from './decode.ts';
import type { Warn } from './read-items.ts';
import type { YamlMap, YamlNode } from './yaml.ts';

const exceptionKeys: readonly string[] = ['name', 'fields', 'comps', 'values'];

/** The `exceptions` of a rule item; in an append, fields may be left out. */
export function readExceptions(
  map: YamlMap,
  parent: Context,
  isAppend: boolean,
  warn: Warn,
): readonly ExceptionItem[] {
  const node = map.entries.get('exceptions');
  if (node === undefined || node.kind === 'null') return [];
  const outer = within(parent, 'exceptions', '', node.place);
  if (node.kind !== 'sequence') return invalid('"exceptions" must be a sequence', outer);
  const seen = new Set<string>();
  const exceptions: ExceptionItem[] = [];
  for (const one of node.items) {
    const exception = readException(one, parent, outer, isAppend, warn);
    if (seen.has(exception.name)) {
      warn(
        'LOAD_EXCEPTION_NAME_NOT_UNIQUE',
        'several exceptions of the rule have this name',
        exception.context,
      );
    }
    seen.add(exception.name);
    exceptions.push(exception);
  }
  return exceptions;
}

function readException(
  node: YamlNode,
  parent: Context,
  outer: Context,
  isAppend: boolean,
  warn: Warn,
): ExceptionItem {
  const unnamed = within(outer, 'exception', '', node.place);
  if (node.kind !== 'map') return invalid('an exception must be a mapping', unnamed);
  const { text: name } = decodeText(node, 'name', unnamed);
  const context = within(parent, 'exception', name, node.place);
  for (const key of node.keys) {
    if (exceptionKeys.includes(key.text)) continue;
    const message = `unknown key "${key.text}"${suggestion(key.text, exceptionKeys)}`;
    warn('LOAD_UNKNOWN_KEY', message, { ...context, place: key.place });
  }
  const fields = node.entries.get('fields');
  if (fields === undefined && !isAppend) invalid('the key "fields" is missing', context);
  const comps = node.entries.get('comps');
  const values = node.entries.get('values');
  if (values === undefined && isAppend) {
    warn('LOAD_APPEND_NO_VALUES', 'an appended exception without values changes nothing', context);
  }
  if (values !== undefined && values.kind !== 'sequence') {
    invalid('"values" must be a sequence', within(context, 'exception values', '', values.place));
  }
  return {
    name,
    ...given('fields', fields, context),
    ...given('comps', comps, context),
    values:
      values?.kind === 'sequence' ? values.items.map((value) => readEntry(value, 'values', context)) : [],
    context,
  };
}

/** An empty sequence, null or a mapping counts as not given. */
function given(
  key: 'fields' | 'comps',
  node: YamlNode | undefined,
  context: Context,
): Partial<Record<'fields' | 'comps', ExceptionEntry>> {
  const entry = node === undefined ? undefined : readEntry(node, key, context);
  const isEmpty = entry === undefined || (entry.kind === 'text' ? entry.text : entry.items).length === 0;
  return isEmpty ? {} : { [key]: entry };
}

/** Null and mappings are the empty text, which no field, operator or value is. */
function readEntry(node: YamlNode, key: string, context: Context): ExceptionEntry {
  const at = { ...context, place: node.place };
  if (node.kind === 'sequence') {
    const items = node.items.map((item) => readEntry(item, key, context));
    return { kind: 'sequence', items, context: at };
  }
  if (node.kind !== 'scalar') return { kind: 'text', text: '', context: at };
  if (node.text !== '') return { kind: 'text', text: node.text, context: at };
  return invalid(
    `"${key}" must hold texts that are not empty`,
    within(context, 'value for', key, node.place),
  );
}
