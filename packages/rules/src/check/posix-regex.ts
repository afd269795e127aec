/** A construct that regular expressions of POSIX syntax do not have. */
export class PosixProblem extends Error {
  override readonly name = 'PosixProblem';
}

const simpleRepeat = /[*+?]/y;
const countedRepeat = /\{\d+(?:,\d*)?\}/y;
const classEscape =
  /\\(?:[afnrtv]|0[0-7]{0,2}|[1-7][0-7]{1,2}|x[0-9a-fA-F]{2}|x\{[0-9a-fA-F]+\}|[^\w\u0080-\uffff])/y;
const posixClass = /\[:\^?[a-z]+:\]/y;

/**
 * Checks a pattern against RE2's POSIX syntax and writes it for an engine of Perl syntax. What POSIX reads
 * differently is rewritten: `a+?` is an optional `a+` there, not a lazy one. What the engine itself refuses
 * (a parenthesis that does not close) is left to it. Throws PosixProblem.
 */
export function fromPosix(pattern: string): string {
  const parts: string[] = [];
  const groups: number[] = [];
  /** Where in `parts` the last atom starts; undefined when there is nothing to repeat. */
  let atom: number | undefined;
  let repeat = '';
  let at = 0;
  const take = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    const found = expression.exec(pattern)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const addAtom = (text: string) => {
    atom = parts.length;
    repeat = '';
    parts.push(text);
  };
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    const simple = take(simpleRepeat);
    if (simple !== undefined && /^[*+?]$/.test(repeat) && atom !== undefined) {
      // Any two of them but a pair of the same make a star.
      repeat = repeat === simple ? simple : '*';
      parts[parts.length - 1] = repeat;
      continue;
    }
    const next = simple ?? take(countedRepeat);
    if (next !== undefined) {
      if (repeat !== '' && atom !== undefined) {
        parts.splice(atom, 0, '(?:');
        parts.push(')');
      }
      parts.push(next);
      repeat = next;
      continue;
    }
    if (char === '\\') {
      const escaped = take(classEscape);
      if (escaped === undefined) throw new PosixProblem(pattern.slice(at, at + 2));
      addAtom(escaped);
      continue;
    }
    if (char === '[') {
      const end = classEnd(pattern, at);
      addAtom(pattern.slice(at, end));
      at = end;
      continue;
    }
    if (char === '(') {
      if (pattern.charAt(at + 1) === '?') throw new PosixProblem('(?');
      groups.push(parts.length);
      atom = undefined;
      repeat = '';
      parts.push('(');
    } else if (char === ')') {
      parts.push(')');
      atom = groups.pop();
      repeat = '';
    } else if (char === '|') {
      parts.push('|');
      atom = undefined;
      repeat = '';
    } else {
      addAtom(char);
    }
    at += 1;
  }
  return parts.join('');
}

/** Where the class that starts at `start` ends. A `-` may stand alone only first or last in it. */
function classEnd(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern.charAt(at) === '^') at += 1;
  for (let isFirst = true; at < pattern.length; isFirst = false) {
    const char = pattern.charAt(at);
    if (char === ']' && !isFirst) return at + 1;
    posixClass.lastIndex = at;
    const named = posixClass.exec(pattern)?.[0];
    if (named !== undefined) {
      at += named.length;
      continue;
    }
    if (char === '-' && !isFirst && pattern.charAt(at + 1) !== ']') throw new PosixProblem('-');
    at = elementEnd(pattern, at);
    if (pattern.charAt(at) === '-' && !['', ']'].includes(pattern.charAt(at + 1))) {
      at = elementEnd(pattern, at + 1);
    }
  }
  return pattern.length;
}

function elementEnd(pattern: string, at: number): number {
  if (pattern.charAt(at) !== '\\') return at + 1;
  classEscape.lastIndex = at;
  const escaped = classEscape.exec(pattern)?.[0];
  if (escaped === undefined) throw new PosixProblem(pattern.slice(at, at + 2));
  return at + escaped.length;
}
