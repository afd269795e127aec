import type { EngineVersionItem, PluginRequirement, PluginVersionsItem } from '../items.ts';
import { type Context, within } from '../load-problem.ts';
import { decodeText, invalid, parseUnsigned } from './decode.ts';
import type { YamlMap, YamlNode } from './yaml.ts';

export function readEngineVersion(map: YamlMap, parent: Context): readonly EngineVersionItem[] {
  const context = within(parent, 'required_engine_version', '', map.place);
  const { text } = decodeText(map, 'required_engine_version', context);
  const number = parseUnsigned(text);
  return [{ kind: 'engine-version', version: number === undefined ? text : `0.${number}.0`, context }];
}

export function readPluginVersions(map: YamlMap, parent: Context): readonly PluginVersionsItem[] {
  const node = map.entries.get('required_plugin_versions');
  const place = node?.place ?? map.place;
  const context = within(parent, 'required_plugin_versions', '', place);
  if (node?.kind !== 'sequence') return invalid('"required_plugin_versions" must be a sequence', context);
  return node.items.map((plugin) => {
    const first = readRequirement(plugin, 'required plugin', context);
    const inner = within(context, 'required plugin', first.name, plugin.place);
    const alternatives = plugin.kind === 'map' ? plugin.entries.get('alternatives') : undefined;
    if (alternatives === undefined) return { kind: 'plugin-versions', alternatives: [first], context: inner };
    if (alternatives.kind !== 'sequence') return invalid('"alternatives" must be a sequence', inner);
    const others = alternatives.items.map((one) => readRequirement(one, 'alternative', inner));
    return { kind: 'plugin-versions', alternatives: [first, ...others], context: inner };
  });
}

function readRequirement(node: YamlNode, type: string, parent: Context): PluginRequirement {
  const unnamed = within(parent, type, '', node.place);
  if (node.kind !== 'map') return invalid('a plugin version must be a mapping of name and version', unnamed);
  const { text: name } = decodeText(node, 'name', unnamed);
  const { text: version } = decodeText(node, 'version', within(parent, type, name, node.place));
  return { name, version };
}
