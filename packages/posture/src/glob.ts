import { RE2JS } from 're2js';
import type { TextMatcher } from './regex.ts';

/** Shell patterns over the whole text, case sensitive: `*`, `?`, `[abc]`, `[!abc]`. */
export function compileGlob(pattern: string): TextMatcher {
  const regex = RE2JS.compile(`^(?:${translate(pattern)})\\z`, RE2JS.DOTALL);
  return (text) => regex.matcher(text).find();
}

function translate(pattern: string): string {
  let result = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const unit = pattern[i] ?? '';
    if (unit === '*') result += '.*';
    else if (unit === '?') result += '.';
    else if (unit === '[') {
      const end = classEnd(pattern, i);
      if (end === undefined) result += '\\[';
      else {
        result += characterClass(pattern.slice(i + 1, end));
        i = end;
      }
    } else result += RE2JS.quote(unit);
  }
  return result;
}

function classEnd(pattern: string, open: number): number | undefined {
  let from = open + 1;
  if (pattern[from] === '!') from += 1;
  if (pattern[from] === ']') from += 1;
  const end = pattern.indexOf(']', from);
  return end === -1 ? undefined : end;
}

function characterClass(body: string): string {
  const isNegated = body.startsWith('!');
  const members = (isNegated ? body.slice(1) : body).replace(/[\\\][^]/g, '\\$&');
  return `[${isNegated ? '^' : ''}${members}]`;
}
