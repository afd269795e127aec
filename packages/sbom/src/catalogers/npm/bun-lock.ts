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
  const parts: string[] = [];
  let start = 0;
  let comma: number | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at];
    if (one === ' ' || one === '\n' || one === '\r' || one === '\t') continue;
    if ((one === ']' || one === '}') && comma !== undefined) {
      parts.push(text.slice(start, comma));
      start = comma + 1;
    }
    comma = one === ',' ? at : undefined;
    if (one === '"') at = endOfText(text, at);
  }
  return parts.join('') + text.slice(start);
}

/** Where the text that starts at a quotation mark ends. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
