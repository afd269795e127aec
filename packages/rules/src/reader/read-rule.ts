import { type Priority, parsePriority, priorities } from '@breakwater/model';
import type { Item, PlacedText, RuleAppend, RuleItem, RuleParts, RuleReplace } from '../items.ts';
import { type Context, within } from '../load-problem.ts';
import { readSequence, readStateful, readThreshold } from '../stateful/read-stateful.ts';
import {
  decodeBoolean,
  decodeOptionalBoolean,
  decodeOptionalText,
  decodeText,
  decodeTexts,
  decodeUnsigned,
  invalid,
} from './decode.ts';
import { type Override, readOverrides } from './overrides.ts';
import { readExceptions } from './read-exceptions.ts';
import type { Warn } from './read-items.ts';
import type { YamlMap } from './yaml.ts';

const appendable: readonly string[] = ['condition', 'output', 'desc', 'tags', 'exceptions'];
const replaceable: readonly string[] = [
  ...appendable,
  'priority',
  'enabled',
  'capture',
  'capture_duration',
  'warn_evttypes',
  'skip-if-unknown-filter',
  'threshold',
  'sequence',
];

export const ruleKeys: readonly string[] = ['rule', ...replaceable, 'source', 'append', 'override'];

/** A rule item is a whole rule, an append, a set of overrides or a switch. */
export function readRule(map: YamlMap, parent: Context, warn: Warn): Iterable<Item> {
  const { text: name } = decodeText(map, 'rule', within(parent, 'rule', '', map.place));
  const context = within(parent, 'rule', name, map.place);
  const isAppend = decodeOptionalBoolean(map, 'append', context) ?? false;
  if (isAppend) warn('LOAD_DEPRECATED_ITEM', '"append" is deprecated, use "override"', context);
  const overrides = readOverrides(map, appendable, replaceable, context);
  if (isAppend && overrides.size > 0) invalid('"append" and "override" exclude each other', context);
  if (overrides.size > 0) return readOverriding(map, name, overrides, context, warn);
  const source = decodeOptionalText(map, 'source', context);
  if (isAppend) {
    const keys = ['condition', 'exceptions'].filter((key) => map.entries.has(key));
    const parts = readParts(map, keys, true, context, warn);
    return [{ kind: 'rule-append', name, ...(source === undefined ? {} : { source }), parts, context }];
  }
  if (!['condition', 'output', 'desc', 'priority'].some((key) => map.entries.has(key))) {
    if (!map.entries.has('enabled')) {
      invalid(
        'a rule needs "condition", "desc", "output" and "priority"; to change an earlier rule, list what is given under "override"',
        context,
      );
    }
    const isEnabled = decodeBoolean(map, 'enabled', context);
    warn('LOAD_DEPRECATED_ITEM', 'a rule with "enabled" alone is deprecated, use "override"', context);
    return [{ kind: 'rule-switch', name, isEnabled, context }];
  }
  return [readWhole(map, name, source, context, warn)];
}

function readWhole(
  map: YamlMap,
  name: string,
  source: string | undefined,
  context: Context,
  warn: Warn,
): RuleItem {
  return {
    kind: 'rule',
    name,
    condition: placedText(map, 'condition', context),
    output: trimmed(placedText(map, 'output', context)),
    description: decodeText(map, 'desc', context).text,
    priority: readPriority(map, context),
    ...(source === undefined ? {} : { source }),
    isEnabled: decodeOptionalBoolean(map, 'enabled', context) ?? true,
    warnsEventTypes: decodeOptionalBoolean(map, 'warn_evttypes', context) ?? true,
    skipsUnknownFilter: decodeOptionalBoolean(map, 'skip-if-unknown-filter', context) ?? false,
    hasCapture: decodeOptionalBoolean(map, 'capture', context) ?? false,
    captureDurationMs: decodeUnsigned(map, 'capture_duration', context) ?? 0,
    tags: decodeTexts(map, 'tags', context) ?? [],
    exceptions: readExceptions(map, context, false, warn),
    ...readStateful(map, context),
    context,
  };
}

/** Appends come before replacements, whatever their order in the file; each takes effect as it is read. */
function* readOverriding(
  map: YamlMap,
  name: string,
  overrides: ReadonlyMap<string, Override>,
  context: Context,
  warn: Warn,
): Generator<RuleAppend | RuleReplace> {
  for (const [wanted, kind] of [
    ['append', 'rule-append'],
    ['replace', 'rule-replace'],
  ] as const) {
    const keys = [...overrides].filter(([, override]) => override === wanted).map(([key]) => key);
    const absent = keys.find((key) => !map.entries.has(key));
    if (absent !== undefined) invalid(`"${absent}" is to be overridden but not given`, context);
    if (keys.length === 0) continue;
    yield { kind, name, parts: readParts(map, keys, wanted === 'append', context, warn), context };
  }
  for (const key of replaceable) {
    const node = map.entries.get(key);
    if (node === undefined || overrides.has(key)) continue;
    invalid(
      `"${key}" is given but not listed under "override"`,
      within(context, 'overrides', key, node.place),
    );
  }
}

function readParts(
  map: YamlMap,
  keys: readonly string[],
  isAppend: boolean,
  context: Context,
  warn: Warn,
): RuleParts {
  const has = (key: string) => keys.includes(key);
  return {
    ...(has('condition') ? { condition: placedText(map, 'condition', context) } : {}),
    ...(has('exceptions') ? { exceptions: readExceptions(map, context, isAppend, warn) } : {}),
    ...(has('output') ? { output: placedText(map, 'output', context) } : {}),
    ...(has('desc') ? { description: decodeText(map, 'desc', context).text } : {}),
    ...(has('tags') ? { tags: decodeTexts(map, 'tags', context) ?? [] } : {}),
    ...(has('priority') ? { priority: readPriority(map, context) } : {}),
    ...(has('enabled') ? { isEnabled: decodeBoolean(map, 'enabled', context) } : {}),
    ...(has('warn_evttypes') ? { warnsEventTypes: decodeBoolean(map, 'warn_evttypes', context) } : {}),
    ...(has('skip-if-unknown-filter')
      ? { skipsUnknownFilter: decodeBoolean(map, 'skip-if-unknown-filter', context) }
      : {}),
    ...(has('capture') ? { hasCapture: decodeBoolean(map, 'capture', context) } : {}),
    ...(has('capture_duration')
      ? { captureDurationMs: decodeUnsigned(map, 'capture_duration', context) ?? 0 }
      : {}),
    ...(has('threshold') ? { threshold: readThreshold(map, context) } : {}),
    ...(has('sequence') ? { sequence: readSequence(map, context) } : {}),
  };
}

function placedText(map: YamlMap, key: string, context: Context): PlacedText {
  const { text, node } = decodeText(map, key, context);
  return { text, context: within(context, key, '', node.place) };
}

function trimmed(placed: PlacedText): PlacedText {
  return { ...placed, text: placed.text.trim() };
}

function readPriority(map: YamlMap, context: Context): Priority {
  const { text, node } = decodeText(map, 'priority', context);
  const priority = parsePriority(text);
  if (priority !== undefined) return priority;
  const place = within(context, 'priority', '', node.place);
  return invalid(`"${text}" is not a priority; one of ${priorities.join(', ')}`, place);
}
