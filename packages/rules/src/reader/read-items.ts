import type { WarningCode } from '../diagnostic.ts';
import { suggestion } from '../did-you-mean.ts';
import type { Item } from '../items.ts';
import { type Context, type SourceText, within } from '../load-problem.ts';
import type { LoadLimits } from '../options.ts';
import { decodeBoolean, decodeText, decodeTexts, invalid } from './decode.ts';
import { readOverrides } from './overrides.ts';
import { readRule, ruleKeys } from './read-rule.ts';
import { readEngineVersion, readPluginVersions } from './read-versions.ts';
import { readYaml, type YamlMap, type YamlNode, type YamlScalar } from './yaml.ts';

/** Receives a warning while a file is read; reading goes on. */
export type Warn = (code: WarningCode, message: string, context: Context) => void;

interface ItemReader {
  readonly key: string;
  readonly keys: readonly string[];
  readonly read: (map: YamlMap, context: Context, warn: Warn) => Iterable<Item>;
}

/** The kinds of items; the first whose key is present decides. */
const itemReaders: readonly ItemReader[] = [
  { key: 'required_engine_version', keys: ['required_engine_version'], read: readEngineVersion },
  { key: 'required_plugin_versions', keys: ['required_plugin_versions'], read: readPluginVersions },
  { key: 'list', keys: ['list', 'items', 'append', 'override'], read: readList },
  { key: 'macro', keys: ['macro', 'condition', 'append', 'override'], read: readMacro },
  { key: 'rule', keys: ruleKeys, read: readRule },
];

/**
 * Reads a rule file into its items, in order.
 * A generator, so that items before a problem take effect and their warnings are kept, as in Falco.
 * Throws LoadProblem at the first problem.
 */
export function* readItems(file: SourceText, limits: LoadLimits, warn: Warn): Generator<Item> {
  warnOfReplaced(file, warn);
  for (const document of readYaml(file, limits)) {
    if (document.kind === 'null') continue;
    const context: Context = { file, place: document.place, items: [] };
    if (document.kind !== 'sequence') invalid('a rule file must be a sequence of items', context);
    for (const node of document.items) {
      if (node.kind !== 'null') yield* readItem(node, context, warn);
    }
  }
}

/** What is decoded as UTF-8 and is none has U+FFFD in the place of the bytes. */
function warnOfReplaced(file: SourceText, warn: Warn): void {
  const offset = file.text.indexOf('\ufffd');
  if (offset === -1) return;
  const lines = file.text.slice(0, offset).split('\n');
  const place = { offset, end: offset + 1, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  const count = file.text.split('\ufffd').length - 1;
  const message = `the text holds the replacement character (U+FFFD) ${count} time(s), as bytes become that are not UTF-8; save the file as UTF-8`;
  warn('TEXT_NOT_UTF8', message, { file, place, items: [] });
}

function readItem(node: YamlNode, parent: Context, warn: Warn): Iterable<Item> {
  const context = { ...parent, place: node.place };
  if (node.kind !== 'map')
    return invalid('each item must be a mapping', within(parent, 'item', '', node.place));
  const reader = itemReaders.find((candidate) => node.entries.has(candidate.key));
  if (reader === undefined) {
    const keys = node.keys.map((key) => key.text);
    const known = itemReaders.map((candidate) => candidate.key);
    const hint = keys.map((key) => suggestion(key, known)).find((text) => text !== '') ?? '';
    warn(
      'LOAD_UNKNOWN_ITEM',
      `not a rule, macro, list or requirement${hint}`,
      within(context, 'item', '', node.place),
    );
    return [];
  }
  const named = node.entries.get(reader.key);
  const name = named?.kind === 'scalar' ? named.text : '';
  for (const key of node.keys) {
    if (reader.keys.includes(key.text)) continue;
    const place = within(parent, reader.key, name, key.place);
    warn('LOAD_UNKNOWN_KEY', `unknown key "${key.text}"${suggestion(key.text, reader.keys)}`, place);
  }
  for (const key of repeatedKeys(node)) {
    const place = within(parent, reader.key, name, key.place);
    warn('YAML_DUPLICATE_KEY', `the key "${key.text}" is given again; the first one counts`, place);
  }
  return reader.read(node, context, warn);
}

/** Keys that stand in a mapping, or one inside it, for the second time. */
function* repeatedKeys(node: YamlNode): Generator<YamlScalar> {
  if (node.kind === 'sequence') for (const item of node.items) yield* repeatedKeys(item);
  if (node.kind !== 'map') return;
  if (node.keys.length > node.entries.size) {
    const seen = new Set<string>();
    for (const key of node.keys) {
      if (seen.has(key.text)) yield key;
      seen.add(key.text);
    }
  }
  for (const inner of node.entries.values()) yield* repeatedKeys(inner);
}

const listName = /^[^()"'\s=,]+$/;
const macroName = /^[a-zA-Z][a-zA-Z0-9_]*$/;

function readList(map: YamlMap, parent: Context, warn: Warn): readonly Item[] {
  const { text: name } = decodeText(map, 'list', within(parent, 'list', '', map.place));
  const context = within(parent, 'list', name, map.place);
  if (!listName.test(name)) {
    warn('LOAD_INVALID_LIST_NAME', `the list name "${name}" has blanks, quotes or one of ( ) = ,`, context);
  }
  const items = decodeTexts(map, 'items', context);
  if (items === undefined) return invalid('the key "items" is missing', context);
  return [{ kind: 'list', name, items, isAppend: isAppend(map, 'items', context, warn), context }];
}

function readMacro(map: YamlMap, parent: Context, warn: Warn): readonly Item[] {
  const { text: name } = decodeText(map, 'macro', within(parent, 'macro', '', map.place));
  const context = within(parent, 'macro', name, map.place);
  if (!macroName.test(name)) {
    warn(
      'LOAD_INVALID_MACRO_NAME',
      `the macro name "${name}" is not letters, digits and _ after a letter`,
      context,
    );
  }
  const { text, node } = decodeText(map, 'condition', context);
  const condition = { text, context: within(context, 'condition', '', node.place) };
  return [{ kind: 'macro', name, condition, isAppend: isAppend(map, 'condition', context, warn), context }];
}

/** A list or macro has one part: overriding it with `append` appends, with `replace` defines anew. */
function isAppend(map: YamlMap, key: string, context: Context, warn: Warn): boolean {
  const hasFlag = map.entries.has('append') && decodeBoolean(map, 'append', context);
  if (hasFlag) warn('LOAD_DEPRECATED_ITEM', '"append" is deprecated, use "override"', context);
  const overrides = readOverrides(map, [key], [key], context);
  if (hasFlag && overrides.size > 0) invalid('"append" and "override" exclude each other', context);
  return hasFlag || overrides.get(key) === 'append';
}
