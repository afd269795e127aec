import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asText } from '../../json.ts';
import { shortLines } from '../../short-lines.ts';
import { parseYaml } from '../../yaml.ts';

/** What yarn.lock names: the format of version 1 and the YAML of later ones. */
export const yarnLock: Cataloger = {
  name: 'npm-yarn-lock',
  names: ['yarn.lock'],
  evidence: 'lock-file',
  wants: (path) => !/(?:^|\/)node_modules\//.test(path),
  parse(file) {
    const text = file.content.toString('utf8');
    return { packages: /^__metadata:/m.test(text) ? readBerry(file.content) : readClassic(text) };
  },
};

/** Blocks: unindented `"a@^1", a@~1.2:`, then `  version "1.2.3"`. */
function readClassic(text: string): readonly FoundPackage[] {
  const found: FoundPackage[] = [];
  let name: string | undefined;
  for (const line of shortLines(text)) {
    if (line !== '' && !line.startsWith(' ') && !line.startsWith('#')) name = nameOf(line);
    const version = /^ {2}version:? "?([^"\s]+)"?$/.exec(line)?.[1];
    if (version === undefined || name === undefined) continue;
    found.push(foundPackage('npm', name, version));
    name = undefined;
  }
  return found;
}

/** `"@s/a@^1.0.0", …:`, `alias@npm:real@^1:`. */
function nameOf(line: string): string | undefined {
  const [first = ''] = line.replace(/^"/, '').split(/"?, |"?:$/, 1);
  const at = first.indexOf('@', 1);
  if (at === -1) return undefined;
  const range = first.slice(at + 1);
  const real = range.startsWith('npm:') ? range.slice('npm:'.length) : '';
  const realAt = real.indexOf('@', 1);
  return realAt === -1 ? first.slice(0, at) : real.slice(0, realAt);
}

/** `resolution: "name@npm:1.2.3"`; workspaces, links and patches of something else are not from a registry. */
function readBerry(content: Buffer): readonly FoundPackage[] {
  const found: FoundPackage[] = [];
  for (const entry of Object.values(parseYaml(content))) {
    const match = /^((?:@[^/]+\/)?[^@]+)@npm:(\d[^:]*)$/.exec(asText(asObject(entry)?.resolution) ?? '');
    if (match?.[1] !== undefined) found.push(foundPackage('npm', match[1], match[2] ?? ''));
  }
  return found;
}
