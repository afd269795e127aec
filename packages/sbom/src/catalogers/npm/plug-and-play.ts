import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { shortLines } from '../../short-lines.ts';

const nameLine = /^\s*\["((?:@[^"/]+\/)?[^"/@]+)", \[/;
const releaseLine = /^\s*\["(?:virtual:[0-9a-f]+#)?npm:(\d[^"]*)", \{/;

/**
 * Packages that yarn installed by Plug'n'Play, without node_modules: the loader that it writes lists each with where
 * it is. Lines are read, nothing is run.
 */
export const npmPlugAndPlay: Cataloger = {
  name: 'npm-plug-and-play',
  names: ['.pnp.cjs', '.pnp.js', '.pnp.data.json'],
  parse(file) {
    const packages = new Map<string, FoundPackage>();
    let name: string | undefined;
    for (const line of shortLines(file.content)) {
      name = nameLine.exec(line)?.[1] ?? name;
      const version = releaseLine.exec(line)?.[1];
      if (name === undefined || version === undefined) continue;
      packages.set(`${name}@${version}`, foundPackage('npm', name, version));
    }
    return { packages: [...packages.values()] };
  },
};
