import type { Package } from '@breakwater/model';
import { parseJsonText } from '../json.ts';
import type { Fact } from './package-facts.ts';

const heading = 'breakwater';

/** Facts as the text of an annotation: a heading, then one a line. Empty for none. */
export function writeFacts(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  return [heading, ...facts.map(([name, value]) => `${name}=${JSON.stringify(value)}`)].join('\n');
}

/** The facts of an annotation; none when somebody else wrote it. */
export function readFacts(text: string): readonly Fact[] {
  const [first, ...lines] = text.split('\n');
  if (first !== heading) return [];
  return lines.flatMap((line): readonly Fact[] => {
    const equals = line.indexOf('=');
    const value = parseJsonText(line.slice(equals + 1));
    return equals < 1 || value === undefined ? [] : [[line.slice(0, equals), value]];
  });
}

/** Where a package is: the layer, or a hyphen, then the path. */
export function locationFacts({ locations }: Package): readonly Fact[] {
  return locations.map(({ path, layer = '-' }) => ['location', `${layer} ${path}`]);
}

export function readLocations(facts: readonly Fact[]): Package['locations'] {
  return facts.flatMap(([name, value]) => {
    const blank = value.indexOf(' ');
    if (name !== 'location' || blank === -1) return [];
    const [layer, path] = [value.slice(0, blank), value.slice(blank + 1)];
    return [layer === '-' ? { path } : { path, layer }];
  });
}

/** Licences as packages state them: facts of ours, or the fields of others. */
export function readLicenses(
  facts: readonly Fact[],
  fields: readonly (string | undefined)[],
): readonly string[] {
  const stated = facts.filter(([name]) => name === 'license').map(([, license]) => license);
  if (facts.length > 0) return stated;
  const known = fields.filter(
    (one): one is string => one !== undefined && one !== 'NOASSERTION' && one !== 'NONE',
  );
  return [...new Set(known)];
}
