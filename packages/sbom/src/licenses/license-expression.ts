/** A licence expression as a tree (SPDX 2.3, annex D). */
export type LicenseExpression =
  | { readonly kind: 'license'; readonly id: string; readonly exception?: string }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly LicenseExpression[] };

const maxDepth = 32;
const maxTokens = 2000;

/** Says what an operand stands for; undefined when it is none. */
export type ReadOperand = (text: string) => LicenseExpression | undefined;

/**
 * Reads `A AND (B OR C WITH D)`; operators in any case, AND before OR. Undefined when it is no expression, or an operand is not
 * understood.
 */
export function parseExpression(text: string, readOperand: ReadOperand): LicenseExpression | undefined {
  const tokens = text.match(/\(|\)|[^\s()]+/g) ?? [];
  if (tokens.length === 0 || tokens.length > maxTokens) return undefined;
  let at = 0;
  const result = readOr(0);
  return at === tokens.length ? result : undefined;

  function readOr(depth: number): LicenseExpression | undefined {
    return readChain('or', () => readChain('and', () => readUnit(depth)));
  }

  function readChain(
    kind: 'and' | 'or',
    read: () => LicenseExpression | undefined,
  ): LicenseExpression | undefined {
    const parts: LicenseExpression[] = [];
    for (;;) {
      const part = read();
      if (part === undefined) return undefined;
      parts.push(part);
      if (tokens[at]?.toLowerCase() !== kind) return join(kind, parts);
      at += 1;
    }
  }

  function readUnit(depth: number): LicenseExpression | undefined {
    if (depth > maxDepth) return undefined;
    if (tokens[at] === '(') {
      at += 1;
      const inner = readOr(depth + 1);
      if (inner === undefined || tokens[at] !== ')') return undefined;
      at += 1;
      return inner;
    }
    const words: string[] = [];
    while (at < tokens.length && !/^(?:and|or|\(|\))$/i.test(tokens[at] as string)) {
      words.push(tokens[at] as string);
      at += 1;
    }
    return words.length === 0 ? undefined : readOperand(words.join(' '));
  }
}

/** Joins expressions by an operator; equal ones stand once. */
export function join(kind: 'and' | 'or', parts: readonly LicenseExpression[]): LicenseExpression | undefined {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const unique = [...new Map(flat.map((part) => [printExpression(part), part])).values()];
  return unique.length <= 1 ? unique[0] : { kind, parts: unique };
}

export function printExpression(expression: LicenseExpression): string {
  if (expression.kind === 'license') {
    return expression.exception === undefined
      ? expression.id
      : `${expression.id} WITH ${expression.exception}`;
  }
  const operator = expression.kind === 'and' ? ' AND ' : ' OR ';
  return expression.parts
    .map((part) =>
      part.kind !== 'license' && part.kind !== expression.kind
        ? `(${printExpression(part)})`
        : printExpression(part),
    )
    .join(operator);
}
