import type { LicenseCategory } from './image-policy.ts';

/** An SPDX expression: one licence, or several of which all or any hold. */
export type LicenseExpression =
  | { readonly op: 'license'; readonly id: string }
  | { readonly op: 'and' | 'or'; readonly parts: readonly LicenseExpression[] };

const maxTokens = 500;

/**
 * Reads `MIT`, `GPL-2.0-only WITH Classpath-exception-2.0`, `(MIT OR Apache-2.0) AND BSD-3-Clause`. What is no expression (names in
 * prose, too long a text) is one licence of that name.
 */
export function readLicense(text: string): LicenseExpression {
  const whole = { op: 'license', id: text.trim() } as const;
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  if (tokens.length > maxTokens) return whole;
  let at = 0;

  function readAny(depth: number): LicenseExpression | undefined {
    return readSeveral('or', () => readSeveral('and', () => readOne(depth)));
  }

  function readSeveral(
    op: 'and' | 'or',
    readPart: () => LicenseExpression | undefined,
  ): LicenseExpression | undefined {
    const parts: LicenseExpression[] = [];
    do {
      const part = readPart();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (takes(op));
    return parts.length === 1 ? parts[0] : { op, parts };
  }

  function readOne(depth: number): LicenseExpression | undefined {
    if (takes('(')) {
      const inner = depth < 20 ? readAny(depth + 1) : undefined;
      return inner !== undefined && takes(')') ? inner : undefined;
    }
    const id = tokens[at];
    if (id === undefined || !/^[\w.+:-]+$/.test(id) || /^(and|or|with)$/i.test(id)) return undefined;
    at += 1;
    if (!takes('with')) return { op: 'license', id };
    const exception = tokens[at] ?? '';
    at += 1;
    return exception === '' ? undefined : { op: 'license', id: `${id} WITH ${exception}` };
  }

  function takes(word: string): boolean {
    if (tokens[at]?.toLowerCase() !== word) return false;
    at += 1;
    return true;
  }

  const expression = readAny(0);
  return expression !== undefined && at === tokens.length ? expression : whole;
}

/** The licences that have to be accepted: those of which each refusal refuses the whole. Empty: an acceptable choice is there. */
export function refusedBy(
  expression: LicenseExpression,
  isRefused: (id: string) => boolean,
): readonly string[] {
  if (expression.op === 'license') return isRefused(expression.id) ? [expression.id] : [];
  const refused = expression.parts.map((part) => refusedBy(part, isRefused));
  if (expression.op === 'or' && refused.some((ids) => ids.length === 0)) return [];
  return [...new Set(refused.flat())];
}

/** What a licence asks, by families of SPDX ids; the first that fits. An exception (`WITH`) that permits linking weakens a copyleft. */
const families: readonly (readonly [RegExp, LicenseCategory])[] = [
  [/^(CC0-1\.0|Unlicense|0BSD|WTFPL|PDDL-1\.0|public-domain|LicenseRef-public-domain)$/i, 'public-domain'],
  [/^(AGPL|SSPL|OSL|EUPL|CPAL|RPSL|APSL|Watcom|NPOSL)-/i, 'network-copyleft'],
  [/^(BUSL|Elastic|CC-BY-NC|CC-BY-ND|PolyForm|Confluent|JSON$|Commons-Clause|Aladdin)/i, 'restricted'],
  [
    /^(LGPL|LGPLLR|MPL|EPL|CDDL|CPL|IPL|MS-RL|CECILL-C|LPPL|Artistic-1\.0|SPL|Nokia)(-|$|\d)/i,
    'weak-copyleft',
  ],
  [/^GPL-.* WITH (Classpath|GCC|Bison|Autoconf|LLVM|Font|Linux-syscall|OpenJDK|u-boot)/i, 'weak-copyleft'],
  [/^(GPL|CC-BY-SA|CECILL|Sleepycat|GFDL|QPL|copyleft-next)(-|$|\d)/i, 'strong-copyleft'],
  [
    /^(MIT|BSD|Apache|ISC|Zlib|libpng|Python|PSF|BSL|PostgreSQL|OpenSSL|curl|X11|NCSA|Unicode|Ruby|PHP|W3C|AFL|Artistic-2|BlueOak|CC-BY|FTL|IJG|ICU|HPND|OFL|Vim|Xnet|NTP|TCL|ZPL|UPL|MS-PL|MulanPSL|ECL|FSFAP|bzip2|info-zip|TCP-wrappers|Beerware|SSLeay|Spencer|RSA-MD|SMLNJ|Naumen|EFL|Fair|Intel|JasPer|MirOS|Multics|NAIST|NLPL|WSUIPA|X-Net|Zend|Plexus|Info-ZIP|gnuplot)([-.\s\d]|$)/i,
    'permissive',
  ],
];

/** The category of an SPDX id; what is not known is `unknown`, never permissive. */
export function categoryOf(id: string): LicenseCategory {
  return families.find(([family]) => family.test(id.trim()))?.[1] ?? 'unknown';
}
