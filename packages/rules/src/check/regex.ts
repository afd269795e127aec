import { RE2JS } from 're2js';

const maxLength = 10_000;

/**
 * A pattern of POSIX extended syntax that must match the whole text, on an engine that needs time linear in
 * the text.
 */
export function compileRegex(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(pattern);
  return (text) => compiled.matches(text);
}

/** What is wrong with a pattern, or undefined. Perl's additions to POSIX are refused, as Falco does. */
export function regexProblem(pattern: string): string | undefined {
  if (pattern.length > maxLength) return `the pattern is longer than ${maxLength} characters`;
  const perl = perlSyntax(pattern);
  if (perl !== undefined) return `"${perl}" is not part of POSIX regular expressions`;
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return `not a regular expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The first construct that POSIX syntax does not have: `\d`, `(?…`, `*?`. */
function perlSyntax(pattern: string): string | undefined {
  let isInClass = false;
  for (let index = 0; index < pattern.length; index += 1) {
    const pair = pattern.slice(index, index + 2);
    if (pair.startsWith('\\')) {
      if (/\\[a-zA-Z0-9]/.test(pair) && !/\\[abfnrtvxA-CpPQ]/.test(pair)) return pair;
      if (/\\[AbBCzpPQ]/.test(pair) && pair !== '\\p' && pair !== '\\P') return pair;
      index += 1;
    } else if (isInClass) {
      if (pair === '[:') index = Math.max(index, pattern.indexOf(':]', index));
      else if (pair.startsWith(']')) isInClass = false;
    } else if (pair.startsWith('[')) {
      isInClass = true;
      if (pattern.startsWith('^]', index + 1)) index += 2;
      else if (pattern.charAt(index + 1) === ']') index += 1;
    } else if (pair === '(?' || /^[*+?}]\?$/.test(pair)) {
      return pair;
    }
  }
  return undefined;
}

const special = /[\\.[\](){}*+?|^$]/;

/** The plainer operator that says the same as the pattern, if there is one. */
export function simplerThanRegex(pattern: string): string | undefined {
  const opensWide = pattern.startsWith('.*');
  const closesWide = pattern.length > 2 && pattern.endsWith('.*') && !pattern.endsWith('\\.*');
  if (pattern === '.*') return 'exists';
  const core = pattern.slice(opensWide ? 2 : 0, closesWide ? -2 : undefined);
  if (special.test(core)) return undefined;
  if (opensWide && closesWide) return 'contains';
  if (opensWide) return 'endswith';
  return closesWide ? 'startswith' : '=';
}
