import { RE2JS } from 're2js';

/** Tests text; built once per filter. */
export type TextMatcher = (text: string) => boolean;

/**
 * Compiles a regular expression of Python's syntax on a linear-time engine. It matches at the start of the
 * text, as policies expect, not anywhere. Look-ahead is supported where it stands at the start of the whole
 * expression (`^(?!abc).*`, the usual way to say "not"); other look-around and back references are refused.
 *
 * @throws Error with the reason when the expression is not valid or not supported.
 */
export function compileRegex(expression: string, options: { readonly ignoresCase: boolean }): TextMatcher {
  const { assertions, rest } = splitLookAhead(expression);
  const flags = options.ignoresCase ? RE2JS.CASE_INSENSITIVE : 0;
  const main = RE2JS.compile(translate(rest), flags);
  const tests = assertions.map((one) => ({
    isNegative: one.isNegative,
    regex: RE2JS.compile(translate(one.expression), flags),
  }));
  return (text) =>
    tests.every((test) => test.regex.matcher(text).lookingAt() !== test.isNegative) &&
    main.matcher(text).lookingAt();
}

/** The first group of an expression that matches at the start; undefined when it does not. */
export function compileCapture(expression: string): (text: string) => string | undefined {
  const regex = RE2JS.compile(translate(expression));
  if (regex.groupCount() !== 1) throw new Error('value_regex must have exactly one group');
  return (text) => {
    const matcher = regex.matcher(text);
    return matcher.lookingAt() ? (matcher.group(1) ?? undefined) : undefined;
  };
}

interface Assertion {
  readonly isNegative: boolean;
  readonly expression: string;
}

function splitLookAhead(expression: string): { assertions: readonly Assertion[]; rest: string } {
  const assertions: Assertion[] = [];
  let rest = expression;
  let start = rest.startsWith('^') ? 1 : 0;
  while (rest.startsWith('(?!', start) || rest.startsWith('(?=', start)) {
    const end = closingBracket(rest, start);
    if (end === undefined || hasTopLevelAlternative(rest)) break;
    assertions.push({ isNegative: rest[start + 2] === '!', expression: rest.slice(start + 3, end) });
    rest = rest.slice(end + 1);
    start = 0;
  }
  return { assertions, rest };
}

function closingBracket(text: string, open: number): number | undefined {
  let depth = 0;
  for (const { index, unit } of significantUnits(text)) {
    if (index < open) continue;
    if (unit === '(') depth += 1;
    if (unit === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}

function hasTopLevelAlternative(text: string): boolean {
  let depth = 0;
  for (const { unit } of significantUnits(text)) {
    if (unit === '(') depth += 1;
    if (unit === ')') depth -= 1;
    if (unit === '|' && depth === 0) return true;
  }
  return false;
}

/** The units that are syntax: neither escaped nor inside a character class. */
function* significantUnits(text: string): Generator<{ index: number; unit: string }> {
  let isInClass = false;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text[index] ?? '';
    if (unit === '\\') index += 1;
    else if (isInClass) isInClass = unit !== ']';
    else if (unit === '[') {
      isInClass = true;
      if (text[index + 1] === '^') index += 1;
      if (text[index + 1] === ']') index += 1;
    } else yield { index, unit };
  }
}

/** Python's `\Z` is RE2's `\z`. */
function translate(expression: string): string {
  return expression.replace(/\\(.)/gs, (whole, letter: string) => (letter === 'Z' ? '\\z' : whole));
}
