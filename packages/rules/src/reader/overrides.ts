import { suggestion } from '../did-you-mean.ts';
import { type Context, within } from '../load-problem.ts';
import { invalid } from './decode.ts';
import type { YamlMap } from './yaml.ts';

export type Override = 'append' | 'replace';

/** The `override` mapping of an item: what to do with which key. Empty when there is none. */
export function readOverrides(
  map: YamlMap,
  appendable: readonly string[],
  replaceable: readonly string[],
  parent: Context,
): ReadonlyMap<string, Override> {
  const overrides = new Map<string, Override>();
  const node = map.entries.get('override');
  if (node === undefined || node.kind === 'null') return overrides;
  const context = within(parent, 'overrides', '', node.place);
  if (node.kind !== 'map')
    return invalid('"override" must be a mapping of keys to append or replace', context);
  for (const key of node.keys) {
    const value = node.entries.get(key.text);
    if (value?.kind === 'sequence' || value?.kind === 'map') {
      invalid(
        `"${key.text}" must be append or replace, not a ${value.kind}`,
        within(context, 'value for', key.text, value.place),
        'LOAD_ERR_VALIDATE',
      );
    }
    const operation = value?.kind === 'scalar' ? value.text : '';
    const at = within(context, 'overrides', key.text, key.place);
    const known = suggestion(key.text, replaceable);
    if (operation === 'append') {
      if (!appendable.includes(key.text)) invalid(`"${key.text}" cannot be appended to${known}`, at);
      overrides.set(key.text, 'append');
    } else if (operation === 'replace') {
      if (!replaceable.includes(key.text)) invalid(`"${key.text}" cannot be replaced${known}`, at);
      overrides.set(key.text, 'replace');
    } else {
      const place = value?.place ?? key.place;
      invalid(`"${operation}" is neither append nor replace`, within(context, 'value for', key.text, place));
    }
  }
  return overrides;
}
