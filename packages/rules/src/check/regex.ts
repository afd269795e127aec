import { RE2JS } from 're2js';
import { fromPosix, PosixProblem } from './posix-regex.ts';

const maxLength = 10_000;

/**
 * A pattern of POSIX syntax that must match the whole text, on an engine that needs time linear in the text.
 * `^` and `$` stand for the ends of lines.
 */
export function compileRegex(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(fromPosix(pattern), RE2JS.MULTILINE);
  return (text) => compiled.matches(text);
}

/** What is wrong with a pattern, or undefined. Perl's additions to POSIX are refused, as Falco does. */
export function regexProblem(pattern: string): string | undefined {
  if (pattern.length > maxLength) return `the pattern is longer than ${maxLength} characters`;
  try {
    RE2JS.compile(fromPosix(pattern), RE2JS.MULTILINE);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof PosixProblem
      ? `"${message}" is not part of POSIX regular expressions`
      : `not a regular expression: ${message}`;
  }
}

const special = /[\\.[\](){}*+?|^$]/;

/** Whether a plainer operator may say the same: nothing is special but an anchor or `.*` at either end. */
export function isSimplerWithoutRegex(pattern: string): boolean {
  return !special.test(pattern.replace(/^(?:\^|\.[+*?])/, '').replace(/(?:\$|\.[+*?])$/, ''));
}
