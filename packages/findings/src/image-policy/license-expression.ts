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
