import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { shortLines } from '../../short-lines.ts';

/** Sections whose `specs` are gems from elsewhere; PATH holds the project's own. */
const sections: ReadonlySet<string> = new Set(['GEM', 'GIT', 'PLUGIN SOURCE']);

/** The gems that Gemfile.lock names: four blanks before a gem, six before what it needs. */
export const gemfileLock: Cataloger = {
  name: 'ruby-gemfile-lock',
  names: ['Gemfile.lock', 'gems.locked'],
  evidence: 'lock-file',
  parse(file) {
    const found: { name: string; version: string; needs: string[] }[] = [];
    let section = '';
    for (const line of shortLines(file.content)) {
      if (/^\S/.test(line)) section = line.trim();
      if (!sections.has(section)) continue;
      const gem = /^ {4}(\S+) \(([^)\s]+)\)$/.exec(line);
      if (gem?.[1] !== undefined) found.push({ name: gem[1], version: gem[2] ?? '', needs: [] });
      const needed = /^ {6}([^\s!]+)/.exec(line)?.[1];
      if (needed !== undefined) found.at(-1)?.needs.push(needed);
    }
    return { packages: found.map(toPackage) };
  },
};

/** `nokogiri (1.11.1-x86_64-linux)`: the platform is no part of the version. */
function toPackage({
  name,
  version,
  needs,
}: {
  readonly name: string;
  readonly version: string;
  readonly needs: readonly string[];
}): FoundPackage {
  const hyphen = version.indexOf('-');
  return foundPackage('gem', name, hyphen === -1 ? version : version.slice(0, hyphen), {
    dependsOn: needs.map((one) => [one]),
    qualifiers: { platform: hyphen === -1 ? undefined : version.slice(hyphen + 1) },
  });
}
