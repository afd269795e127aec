import { suggestion } from '../did-you-mean.ts';
import type { PlacedText, SequenceItem, SequenceStepItem, ThresholdItem, WindowItem } from '../items.ts';
import { type Context, within } from '../load-problem.ts';
import { decodeOptionalText, decodeText, invalid } from '../reader/decode.ts';
import type { YamlMap, YamlNode } from '../reader/yaml.ts';
import { parseDuration } from './duration.ts';

const maxCount = 100_000;
const maxWindowSeconds = 7 * 24 * 3600;
const maxSteps = 10;
const maxGroupFields = 5;

/** The `threshold` or `sequence` of a whole rule: at most one of the two. */
export function readStateful(
  map: YamlMap,
  context: Context,
): { readonly threshold?: ThresholdItem; readonly sequence?: SequenceItem } {
  for (const key of ['threshold', 'sequence']) {
    if (map.entries.get(key)?.kind === 'null') invalid(`the key "${key}" has no value`, context);
  }
  const threshold = readThreshold(map, context);
  const sequence = readSequence(map, context);
  if (threshold !== null && sequence !== null) {
    invalid('a rule has a "threshold" or a "sequence", not both', sequence.context);
  }
  return { ...(threshold === null ? {} : { threshold }), ...(sequence === null ? {} : { sequence }) };
}

/** Null when there is none, or none any more: in an override the key without a value takes it away. */
export function readThreshold(map: YamlMap, parent: Context): ThresholdItem | null {
  const node = map.entries.get('threshold');
  if (node === undefined || node.kind === 'null') return null;
  const context = within(parent, 'threshold', '', node.place);
  const inner = asMap(node, 'threshold', ['count', 'window', 'by', 'distinct'], context);
  const distinct = inner.entries.has('distinct') ? { distinct: placed(inner, 'distinct', context) } : {};
  return {
    count: readCount(inner, context),
    window: readWindow(inner, context),
    by: readGroupFields(inner, context) ?? [],
    ...distinct,
    context,
  };
}

/** Null as with `readThreshold`. */
export function readSequence(map: YamlMap, parent: Context): SequenceItem | null {
  const node = map.entries.get('sequence');
  if (node === undefined || node.kind === 'null') return null;
  const context = within(parent, 'sequence', '', node.place);
  const inner = asMap(node, 'sequence', ['window', 'by', 'steps'], context);
  const by = readGroupFields(inner, context) ?? [];
  return { window: readWindow(inner, context), by, steps: readSteps(inner, by.length, context), context };
}

function readSteps(map: YamlMap, fieldCount: number, parent: Context): readonly SequenceStepItem[] {
  const node = map.entries.get('steps');
  if (node === undefined) return invalid('the key "steps" is missing', parent);
  const context = within(parent, 'steps', '', node.place);
  if (node.kind !== 'sequence') return invalid('"steps" must be a sequence of mappings', context);
  if (node.items.length === 0 || node.items.length > maxSteps) {
    invalid(`"steps" must have 1 to ${maxSteps} elements, not ${node.items.length}`, context);
  }
  return node.items.map((item, index) => {
    const step = within(parent, 'step', String(index + 1), item.place);
    return readStep(item, fieldCount, step);
  });
}

function readStep(node: YamlNode, fieldCount: number, context: Context): SequenceStepItem {
  const map = asMap(node, 'a step', ['condition', 'source', 'by'], context);
  const source = decodeOptionalText(map, 'source', context);
  const by = readGroupFields(map, context);
  if (by !== undefined && by.length !== fieldCount) {
    const place = map.entries.get('by')?.place ?? context.place;
    invalid(
      `"by" of a step must have as many fields as "by" of the sequence: ${fieldCount}, not ${by.length}`,
      within(context, 'by', '', place),
    );
  }
  return {
    condition: placed(map, 'condition', context),
    ...(source === undefined ? {} : { source }),
    ...(by === undefined ? {} : { by }),
    context,
  };
}

/** These keys are ours alone, so a key that is none of them can only be a mistake. */
function asMap(node: YamlNode, what: string, keys: readonly string[], context: Context): YamlMap {
  if (node.kind !== 'map') return invalid(`${what} must be a mapping of ${keys.join(', ')}`, context);
  for (const key of node.keys) {
    if (keys.includes(key.text)) continue;
    const hint = suggestion(key.text, keys) || `; one of ${keys.join(', ')}`;
    invalid(`unknown key "${key.text}"${hint}`, within(context, 'key', key.text, key.place));
  }
  return node;
}

function readCount(map: YamlMap, context: Context): number {
  const { text, node } = decodeText(map, 'count', context);
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= maxCount) return count;
  const place = within(context, 'value for', 'count', node.place);
  return invalid(`"${text}" is not a whole number from 1 to ${maxCount}`, place);
}

function readWindow(map: YamlMap, context: Context): WindowItem {
  const { text, node } = decodeText(map, 'window', context);
  const place = within(context, 'value for', 'window', node.place);
  const seconds = parseDuration(text);
  if (seconds === undefined) return invalid(`"${text}" is not a duration such as 30s, 10m, 1h or 7d`, place);
  if (seconds === 0 || seconds > maxWindowSeconds)
    return invalid(`"${text}" is not between 1s and 7d`, place);
  return { text, seconds };
}

/** The fields of `by`; one may stand without a sequence. Undefined when the key is absent. */
function readGroupFields(map: YamlMap, parent: Context): readonly PlacedText[] | undefined {
  const node = map.entries.get('by');
  if (node === undefined) return undefined;
  const context = within(parent, 'by', '', node.place);
  if (node.kind === 'scalar') return [placed(map, 'by', parent)];
  if (node.kind !== 'sequence') return invalid('"by" must be a sequence of fields', context);
  if (node.items.length > maxGroupFields) {
    invalid(`"by" must have at most ${maxGroupFields} fields, not ${node.items.length}`, context);
  }
  return node.items.map((item) => {
    if (item.kind === 'scalar' && item.text !== '') {
      return { text: item.text, context: within(parent, 'by', item.text, item.place) };
    }
    return invalid('an element of "by" must be the name of a field', { ...context, place: item.place });
  });
}

function placed(map: YamlMap, key: string, context: Context): PlacedText {
  const { text, node } = decodeText(map, key, context);
  return { text, context: within(context, key, '', node.place) };
}
