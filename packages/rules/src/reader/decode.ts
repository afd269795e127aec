import type { ErrorCode } from '../diagnostic.ts';
import { type Context, LoadProblem, within } from '../load-problem.ts';
import type { YamlMap, YamlNode } from './yaml.ts';

const booleans = new Map<string, boolean>();
for (const word of ['y', 'yes', 'true', 'on']) {
  for (const form of caseForms(word)) booleans.set(form, true);
}
for (const word of ['n', 'no', 'false', 'off']) {
  for (const form of caseForms(word)) booleans.set(form, false);
}

function caseForms(word: string): readonly string[] {
  return [word, word.toUpperCase(), `${word.charAt(0).toUpperCase()}${word.slice(1)}`];
}

export function invalid(
  message: string,
  context: Context,
  code: ErrorCode = 'LOAD_ERR_YAML_VALIDATE',
): never {
  throw new LoadProblem(code, message, context);
}

/** The text of a required key: present, not null, a scalar, not empty. */
export function decodeText(map: YamlMap, key: string, context: Context): { text: string; node: YamlNode } {
  const node = map.entries.get(key);
  if (node === undefined) return invalid(`the key "${key}" is missing`, context);
  if (node.kind === 'null') return invalid(`the key "${key}" has no value`, context);
  const inner = within(context, 'value for', key, node.place);
  if (node.kind !== 'scalar')
    return invalid(`the value of "${key}" must be a text, not a ${node.kind}`, inner);
  if (node.text === '') return invalid(`the value of "${key}" must not be empty`, inner);
  return { text: node.text, node };
}

export function decodeOptionalText(map: YamlMap, key: string, context: Context): string | undefined {
  return map.entries.has(key) ? decodeText(map, key, context).text : undefined;
}

export function decodeBoolean(map: YamlMap, key: string, context: Context): boolean {
  const { text, node } = decodeText(map, key, context);
  const value = booleans.get(text);
  if (value !== undefined) return value;
  return invalid(`"${text}" is neither true nor false`, within(context, 'value for', key, node.place));
}

export function decodeOptionalBoolean(map: YamlMap, key: string, context: Context): boolean | undefined {
  return map.entries.has(key) ? decodeBoolean(map, key, context) : undefined;
}

export function decodeUnsigned(map: YamlMap, key: string, context: Context): number | undefined {
  if (!map.entries.has(key)) return undefined;
  const { text, node } = decodeText(map, key, context);
  const value = parseUnsigned(text);
  if (value !== undefined) return value;
  return invalid(
    `"${text}" is not a whole number from 0 to 4294967295`,
    within(context, 'value for', key, node.place),
  );
}

/** A whole number of 32 bits: decimal, octal after a 0, hexadecimal after 0x; undefined when it is none. */
export function parseUnsigned(text: string): number | undefined {
  const [, digits] = /^\+?(0[xX][0-9a-fA-F]{1,8}|0[0-7]{0,11}|[1-9]\d{0,9})\s*$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return value <= 0xffffffff ? value : undefined;
}

/** A sequence of scalars; undefined when the key is absent. */
export function decodeTexts(map: YamlMap, key: string, context: Context): readonly string[] | undefined {
  const node = map.entries.get(key);
  if (node === undefined) return undefined;
  const inner = within(context, 'value for', key, node.place);
  if (node.kind !== 'sequence') return invalid(`the value of "${key}" must be a sequence`, inner);
  return node.items.map((item) => {
    if (item.kind === 'scalar') return item.text;
    return invalid(
      `an element of "${key}" must be a text, not a ${item.kind}`,
      within(inner, 'list item', '', item.place),
    );
  });
}
