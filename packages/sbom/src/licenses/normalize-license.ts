import { join, type LicenseExpression, parseExpression, printExpression } from './license-expression.ts';
import { fold, licenseNames } from './license-names.ts';
import { spdxExceptions, spdxLicenses } from './spdx-licenses.ts';

const maxLength = 2000;

/**
 * A licence as a package states it (SPDX, Debian, rpm, Python classifiers, prose, addresses) as an SPDX expression:
 * `GPL-2+` is `GPL-2.0-or-later`, `MIT and BSD` is `MIT AND BSD-3-Clause`. What nobody knows is `LicenseRef-` and its words, so
 * that an expression says as much as was stated. Undefined when nothing is stated (`UNKNOWN`, `NOASSERTION`, empty).
 */
export function normalizeLicense(stated: string): string | undefined {
  const expression = readLicense(stated);
  return expression === undefined ? undefined : printExpression(expression);
}

/** The tree of the same. */
export function readLicense(stated: string): LicenseExpression | undefined {
  const text = stated.slice(0, maxLength).replace(/\s+/g, ' ').trim();
  if (
    text === '' ||
    /^(?:unknown|noassertion|none|n\/a|null|undefined|-|\.|license|see license|other|osi approved)$/i.test(
      text,
    )
  )
    return undefined;
  const whole = readName(text);
  if (whole !== undefined) return whole;
  // The "or" of a version is none between licences.
  const choices = text.replace(/ or (?:later|newer)\b(?: versions?\b)?/gi, '+');
  const parsed = parseExpression(choices, readName) ?? parseExpression(separate(choices), readName);
  if (parsed !== undefined) return parsed;
  const words = text.split(' ');
  if (words.length > 1 && words.length <= 20) {
    const parts = words.map(readName);
    if (parts.every((part) => part !== undefined)) return join('and', parts);
  }
  return (
    parseExpression(separate(choices), (operand) => readName(operand) ?? unknownLicense(operand)) ??
    unknownLicense(text)
  );
}

/** Commas, slashes and the like as operators. */
function separate(text: string): string {
  return text
    .replace(/\s*(?:\|\||\|)\s*/g, ' OR ')
    .replace(/\s*(?:&&|&|;|\+(?=\s)| plus )\s*/gi, ' AND ')
    .replace(/,\s*(?:and|or)\s/gi, (operator) => (/or/i.test(operator) ? ' OR ' : ' AND '))
    .replace(/,\s+(?!version\b|v\.?\s?\d)/gi, ' AND ')
    .replace(/(?<=[A-Za-z0-9+)])\s*\/\s*(?=[A-Za-z(])/g, ' OR ')
    .replace(/\bdual licensed (?:under )?/gi, '')
    .replace(/\beither\s/gi, '')
    .replace(/\band\/or\b/gi, 'OR');
}

function readName(name: string): LicenseExpression | undefined {
  if (/^(?:LicenseRef|DocumentRef)-[A-Za-z0-9.:-]{1,200}$/.test(name)) return { kind: 'license', id: name };
  const [base = '', exception] = name.split(/\s+with\s+|-with-/i);
  const license = readSingle(base.trim());
  if (license === undefined || exception === undefined) return license;
  const id = readException(exception);
  // An exception that nobody knows is left out: without it a licence allows less.
  return license.kind === 'license' && id !== undefined ? { ...license, exception: id } : license;
}

function readSingle(name: string): LicenseExpression | undefined {
  const known = spdxLicenses.get(name.toLowerCase());
  if (known !== undefined) return { kind: 'license', id: known.id };
  const gnu = readGnu(name);
  if (gnu !== undefined) return { kind: 'license', id: gnu };
  const id =
    licenseNames.get(name.toLowerCase()) ??
    licenseNames.get(fold(name)) ??
    spdxLicenses.get(fold(name))?.id ??
    idOfAddress(name);
  if (id !== undefined) return { kind: 'license', id };
  const later = /^(.{2,60}?)\+$/.exec(name);
  const base = later === null ? undefined : spdxLicenses.get((later[1] as string).toLowerCase());
  return base === undefined ? undefined : { kind: 'license', id: `${base.id}+` };
}

const gnuWords: readonly (readonly [form: RegExp, family: string])[] = [
  [/\b(?:affero general public|affero gpl|affero|agpl)\b/, 'AGPL'],
  [/\b(?:(?:lesser|library)(?: or lesser)? general public|(?:lesser|library) gpl|lgpl)\b/, 'LGPL'],
  [/\b(?:free documentation|gfdl|fdl)\b/, 'GFDL'],
  [/\b(?:general public|gnu gpl|gpl|gnu)\b/, 'GPL'],
];
const lowest: Readonly<Record<string, string>> = { AGPL: '3.0', LGPL: '2.0', GFDL: '1.1', GPL: '1.0' };
const versions: Readonly<Record<string, readonly string[]>> = {
  AGPL: ['1.0', '3.0'],
  LGPL: ['2.0', '2.1', '3.0'],
  GFDL: ['1.1', '1.2', '1.3'],
  GPL: ['1.0', '2.0', '3.0'],
};

/** An "or" between licences, not one between a version and later ones. */
const choice = /\bor (?!later|newer|any|above|greater|higher|lesser|library|at your|\(at|\(?v?\d|version)/;

/** `GPL-2`, `GPLv2+`, `LGPL (>= 2.1)`, `GNU General Public License v3 or later (GPLv3+)`, `GPL`: a family, a version, a direction. */
function readGnu(name: string): string | undefined {
  const text = name.toLowerCase().replace(/[_\s]+/g, ' ');
  const compact =
    /^(a|l)?gpl ?-?(?:v|version)?\.? ?(\d(?:\.\d)?)?(?:\.0)?( ?\+|-or-later| or later|-only| only)?$|^gfdl-?(\d\.\d)(\+)?(?:-?(?:no|niv)[\w-]*)?$/.exec(
      text,
    );
  const isWordy =
    /\b(?:gnu|general public|gpl|lgpl|agpl)\b|gpl(?=v?\d)/.test(text) &&
    !/\b(?:and|bsd|mit|apache|artistic|mpl|cddl|epl)\b|[/,;]/.test(text.replace(/, ?(?:version|v\d)/g, '')) &&
    !choice.test(text);
  if (compact === null && !isWordy) return undefined;
  const spaced = text.replace(/gpl(?=v?\d)/g, 'gpl ').replace(/-/g, ' ');
  const family = gnuWords.find(([form]) => form.test(spaced))?.[1];
  if (family === undefined) return undefined;
  const version = /(?:^|[\sv(=])(\d)(?:\.(\d))?(?=[\s+)]|$|\.0)/.exec(spaced.replace(/version/g, ' '));
  const isLater = /\+|or later|or newer|any later|or any|>=/.test(text.replace(/-/g, ' '));
  if (version === null) return `${family}-${lowest[family]}-or-later`;
  const number = `${version[1]}.${version[2] ?? (family === 'GFDL' ? '1' : '0')}`;
  if (versions[family]?.includes(number) !== true) return undefined;
  return `${family}-${number}-${isLater ? 'or-later' : 'only'}`;
}

const exceptionWords: readonly (readonly [form: RegExp, id: string])[] = [
  [/classpath/, 'Classpath-exception-2.0'],
  [/gcc|runtime library/, 'GCC-exception-3.1'],
  [/bison/, 'Bison-exception-2.2'],
  [/autoconf/, 'Autoconf-exception-3.0'],
  [/libtool/, 'Libtool-exception'],
  [/openssl/, 'openvpn-openssl-exception'],
  [/font/, 'Font-exception-2.0'],
  [/llvm/, 'LLVM-exception'],
  [/syscall/, 'Linux-syscall-note'],
  [/ocaml|linking/, 'OCaml-LGPL-linking-exception'],
  [/foss/, 'Universal-FOSS-exception-1.0'],
  [/texinfo/, 'Texinfo-exception'],
];

function readException(text: string): string | undefined {
  const name = text.trim().toLowerCase();
  return spdxExceptions.get(name) ?? exceptionWords.find(([form]) => form.test(name))?.[1];
}

const addresses: readonly (readonly [form: RegExp, id: string])[] = [
  [/apache\.org\/licenses\/license-2\.0/, 'Apache-2.0'],
  [/apache\.org\/licenses\/?$/, 'Apache-2.0'],
  [/gnu\.org\/licenses\/(?:old-licenses\/)?gpl-2\.0/, 'GPL-2.0-only'],
  [/gnu\.org\/licenses\/gpl(?:-3\.0)?(?:\.|$)/, 'GPL-3.0-only'],
  [/gnu\.org\/licenses\/(?:old-licenses\/)?lgpl-2\.1/, 'LGPL-2.1-only'],
  [/gnu\.org\/licenses\/lgpl(?:-3\.0)?(?:\.|$)/, 'LGPL-3.0-only'],
  [/gnu\.org\/licenses\/agpl(?:-3\.0)?(?:\.|$)/, 'AGPL-3.0-only'],
  [/mozilla\.org\/(?:en-us\/)?mpl\/2\.0/, 'MPL-2.0'],
  [/eclipse\.org\/(?:legal\/|org\/documents\/)?epl-v?2/, 'EPL-2.0'],
  [/eclipse\.org\/(?:legal\/|org\/documents\/)?epl-v?1/, 'EPL-1.0'],
  [/creativecommons\.org\/publicdomain\/zero/, 'CC0-1.0'],
  [/unlicense\.org/, 'Unlicense'],
];

/** The licence that a web address leads to: that of its owner, or of a list whose pages are named by id. */
function idOfAddress(text: string): string | undefined {
  if (!/^https?:\/\/\S{4,300}$/i.test(text)) return undefined;
  const address = text.toLowerCase();
  const known = addresses.find(([form]) => form.test(address))?.[1];
  if (known !== undefined) return known;
  const page =
    /(?:opensource\.org\/licen[cs]es?|spdx\.org\/licenses|choosealicense\.com\/licenses|licenses\.nuget\.org)\/([\w.+-]{2,60}?)(?:\.php|\.html|\.txt|\/)?$/.exec(
      address,
    )?.[1];
  if (page === undefined) return undefined;
  return spdxLicenses.get(page)?.id ?? readGnu(page) ?? licenseNames.get(page.replace(/-license$/, ''));
}

function unknownLicense(text: string): LicenseExpression | undefined {
  const words = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return words === '' ? undefined : { kind: 'license', id: `LicenseRef-${words}` };
}
