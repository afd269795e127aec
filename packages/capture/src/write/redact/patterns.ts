import { MatcherInput, RE2JS } from 're2js';

/** Bytes from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Finds what a pattern is about in bytes; the time is linear in them. */
export type Finder = (bytes: Uint8Array) => Span[];

const maxLength = 10_000;

/** A pattern that cannot be used; the message says why. */
export class PatternProblem extends Error {
  override name = 'PatternProblem';
}

/** @throws PatternProblem when the text is no pattern */
export function compilePattern(text: string): RE2JS {
  if (text === '') throw new PatternProblem('the pattern is empty');
  if (text.length > maxLength) throw new PatternProblem(`the pattern is longer than ${maxLength} characters`);
  try {
    return RE2JS.compile(text);
  } catch (error) {
    throw new PatternProblem(error instanceof Error ? error.message : String(error));
  }
}

/** Every match; of a pattern with groups what the groups match. */
export function finderOf(pattern: RE2JS): Finder {
  const groups = pattern.groupCount();
  return (bytes) => {
    const matcher = pattern.matcher(MatcherInput.utf8(bytes));
    const spans: Span[] = [];
    while (matcher.find()) {
      for (let group = groups === 0 ? 0 : 1; group <= groups; group += 1) {
        const [start, end] = [matcher.start(group), matcher.end(group)];
        if (start >= 0 && end > start) spans.push({ start, end });
      }
    }
    return spans;
  };
}
