import type { Cataloger } from '../../cataloger.ts';
import { packagePurl } from '../../package-purl.ts';

const entry = /^var\/lib\/pacman\/local\/[^/]+\/(?:desc|files)$/;

/** Arch Linux packages: pacman keeps a folder for each, with its description and its list of files. */
export const alpmLocalDatabase: Cataloger = {
  name: 'alpm',
  names: ['desc', 'files'],
  wants: (path) => entry.test(path),
  parse(file, { distro, tree }) {
    const folder = file.path.slice(0, file.path.lastIndexOf('/'));
    if (file.path.endsWith('/files')) {
      const description = readSections(tree.read(`${folder}/desc`)?.toString('utf8') ?? '');
      const name = description.get('NAME')?.[0];
      const paths = readSections(file.content.toString('utf8')).get('FILES') ?? [];
      return { packages: [], ownership: name === undefined ? [] : [{ type: 'alpm', name, paths }] };
    }
    const sections = readSections(file.content.toString('utf8'));
    const [name, version] = [sections.get('NAME')?.[0], sections.get('VERSION')?.[0]];
    if (name === undefined || version === undefined)
      return { packages: [], problems: ['has no name or version'] };
    const architecture = sections.get('ARCH')?.[0];
    const base = sections.get('BASE')?.[0];
    const purl = packagePurl({
      type: 'alpm',
      namespace: distro?.id ?? 'arch',
      name,
      version,
      qualifiers: { arch: architecture, upstream: base === name ? undefined : base },
    });
    return {
      packages: [
        {
          type: 'alpm',
          name,
          version,
          purl,
          licenses: sections.get('LICENSE') ?? [],
          ...(architecture === undefined ? {} : { architecture }),
          ...(base === undefined ? {} : { origin: { name: base, version } }),
          dependsOn: (sections.get('DEPENDS') ?? []).map((one) => [withoutVersion(one)]),
          provides: (sections.get('PROVIDES') ?? []).map(withoutVersion),
        },
      ],
    };
  },
};

/** `%NAME%`, then its lines up to an empty one. */
function readSections(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of text.split('\n')) {
    const heading = /^%([A-Z0-9]+)%$/.exec(line)?.[1];
    if (heading !== undefined) {
      current = [];
      sections.set(heading, current);
    } else if (line !== '') current?.push(line);
  }
  return sections;
}

function withoutVersion(text: string): string {
  return text.split(/[<>=]/, 1)[0] ?? text;
}
