import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asText, parseJsonObject } from '../../json.ts';

/** What bun.lock names: JSON with commas at the ends; each package is a list that starts with `name@version`. */
export const bunLock: Cataloger = {
  name: 'npm-bun-lock',
  names: ['bun.lock'],
  evidence: 'lock-file',
  parse(file) {
    const { packages } = parseJsonObject(Buffer.from(withoutLastCommas(file.content.toString('utf8'))));
    const found = Object.values(asObject(packages) ?? {}).flatMap((entry) => {
      const id = Array.isArray(entry) ? asText(entry[0]) : undefined;
      const match = /^((?:@[^/]+\/)?[^@]+)@(\d[^:]*)$/.exec(id ?? '');
      return match?.[1] === undefined ? [] : [foundPackage('npm', match[1], match[2] ?? '')];
    });
    return { packages: found };
  },
};

/** Drops commas before a closing bracket, those in texts apart. */
function withoutLastCommas(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[\]}])/g, (part) => (part === ',' ? '' : part));
}
