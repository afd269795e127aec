import type { ExceptionEntry, ExceptionItem } from '../items.ts';
import { type Context, within } from '../load-problem.ts';
import { decodeText, invalid } from './decode.ts';
import type { Warn } from './read-items.ts';
import type { YamlMap, YamlNode } from './yaml.ts';

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
    ...(fields === undefined ? {} : { fields: readEntry(fields, 'fields', context) }),
    ...(comps === undefined ? {} : { comps: readEntry(comps, 'comps', context) }),
    values:
      values?.kind === 'sequence' ? values.items.map((value) => readEntry(value, 'values', context)) : [],
    context,
  };
}

function readEntry(node: YamlNode, key: string, context: Context): ExceptionEntry {
  if (node.kind === 'sequence') {
    return { kind: 'sequence', items: node.items.map((item) => readEntry(item, key, context)) };
  }
  if (node.kind === 'scalar' && node.text !== '') return { kind: 'text', text: node.text };
  return invalid(
    `"${key}" must hold texts that are not empty, or sequences of them`,
    within(context, 'value for', key, node.place),
  );
}
