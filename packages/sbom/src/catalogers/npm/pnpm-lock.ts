import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject } from '../../json.ts';
import { parseYaml } from '../../yaml.ts';

/**
 * What pnpm-lock.yaml names, by the keys of `packages`: `/name/1.2.3` (lockfile 5), `/name@1.2.3` (6),
 * `name@1.2.3` (9), each with its peers behind.
 */
export const pnpmLock: Cataloger = {
  name: 'npm-pnpm-lock',
  names: ['pnpm-lock.yaml'],
  evidence: 'lock-file',
  wants: (path) => !/(?:^|\/)node_modules\//.test(path),
  parse(file) {
    const found: FoundPackage[] = [];
    for (const key of Object.keys(asObject(parseYaml(file.content).packages) ?? {})) {
      const match =
        /^\/?((?:@[^/]+\/)?[^@/]+)@(\d[^(_]*)/.exec(key) ?? /^\/((?:@[^/]+\/)?[^@/]+)\/(\d[^(_/]*)/.exec(key);
      if (match?.[1] !== undefined) found.push(foundPackage('npm', match[1], match[2] ?? ''));
    }
    return { packages: found };
  },
};
