import { checkOperand } from './check/check-operand.ts';
import { CheckProblem } from './check/check-problem.ts';
import type { FieldTable } from './check/field-table.ts';
import {
  type Check,
  type Condition,
  listOperators,
  type Modifier,
  modifiers,
  numericOperators,
  type Operand,
  type Operator,
  symbolOperators,
  type Value,
  wordOperators,
} from './condition/ast.ts';
import { isNumber, SyntaxProblem } from './condition/lexer.ts';
import { parseOperand, parseValue, parseValueList } from './condition/parser.ts';
import { suggestion } from './did-you-mean.ts';
import type { ExceptionEntry, ExceptionItem, PlacedText } from './items.ts';
import { type Context, LoadProblem } from './load-problem.ts';
import { contextAt } from './placed-condition.ts';

interface Comparison {
  readonly operator: Operator;
  readonly modifier?: Modifier;
}

const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['exists', { operator: 'exists' }],
  ...[...numericOperators, ...symbolOperators, ...wordOperators, ...listOperators].map(
    (operator): [string, Comparison] => [operator, { operator }],
  ),
  ...[...symbolOperators, ...wordOperators].flatMap((operator) =>
    modifiers.map((modifier): [string, Comparison] => [`${operator} ${modifier}`, { operator, modifier }]),
  ),
]);

/** Judges the shape of an exception against its source. Throws LoadProblem. */
export function checkException(exception: ExceptionItem, table: FieldTable | undefined): void {
  const fields = fieldTexts(exception);
  const isSingle = exception.fields?.kind === 'text';
  for (const { text, context } of compTexts(exception, fields)) {
    const comparison = comparisonOf(text);
    if (comparison === undefined)
      fail(`"${text}" is not an operator${suggestion(text, comparisons.keys())}`, context);
    if (isSingle && comparison !== undefined && !takesList(comparison)) {
      fail(`with one field, the operator must take a list (in, pmatch, intersects), not "${text}"`, context);
    }
  }
  if (table === undefined) return;
  for (const { text, context } of fields) {
    try {
      checkOperand(parseOperand(text), table);
    } catch (error) {
      if (error instanceof SyntaxProblem || error instanceof CheckProblem) fail(error.message, context);
      throw error;
    }
  }
}

/** Takes a text of an exception; where it begins among the places that errors are told by. */
export type Lay = (part: PlacedText) => number;

/**
 * The condition under which an exception applies; undefined when it has no values. Built as a tree: values
 * are data, whatever characters they hold; only names of lists stand for their items.
 */
export function exceptionCondition(exception: ExceptionItem, lay: Lay): Condition | undefined {
  const fields = fieldTexts(exception);
  const comps = compTexts(exception, fields);
  if (exception.values.length === 0) return undefined;
  const [field] = fields;
  const [comp] = comps;
  if (exception.fields?.kind === 'text' && field !== undefined && comp !== undefined) {
    const values = exception.values.map((entry) => {
      if (entry.kind === 'text') return plainValue(entry, lay);
      return fail('with one field, "values" is a flat sequence of texts', entry.context);
    });
    return check(field, comp, values, exception.context, lay);
  }
  const rows = exception.values.map((row): Condition => {
    if (row.kind !== 'sequence' || row.items.length !== fields.length) {
      return fail(
        `each element of "values" must be a sequence of ${fields.length} value(s), one per field`,
        row.context,
      );
    }
    const operands = row.items.flatMap((entry, index): Condition[] => {
      const [own, operator] = [fields[index], comps[index]];
      if (own === undefined || operator === undefined) return [];
      return [check(own, operator, entryValues(entry, operator.text, lay), entry.context, lay)];
    });
    return { kind: 'and', operands };
  });
  return { kind: 'or', operands: rows };
}

function fieldTexts({ fields, context }: ExceptionItem): readonly PlacedText[] {
  if (fields === undefined) return fail('the key "fields" is missing', context);
  return fields.kind === 'text' ? [fields] : fields.items.map((entry) => plainText(entry, 'fields'));
}

/** As many as there are fields. */
function compTexts({ comps, fields }: ExceptionItem, texts: readonly PlacedText[]): readonly PlacedText[] {
  const isSingle = fields?.kind === 'text';
  if (comps === undefined) return texts.map(({ context }) => ({ text: isSingle ? 'in' : '=', context }));
  if (isSingle !== (comps.kind === 'text')) {
    return fail('"fields" and "comps" must both be a text or both be sequences', comps.context);
  }
  if (comps.kind === 'text') return [trimmed(comps)];
  const operators = comps.items.map((entry) => trimmed(plainText(entry, 'comps')));
  if (operators.length === texts.length) return operators;
  return fail(
    `"fields" has ${texts.length} element(s), "comps" ${operators.length}; they must agree`,
    comps.context,
  );
}

function trimmed({ text, context }: PlacedText): PlacedText {
  return { text: text.trim(), context };
}

function plainText(entry: ExceptionEntry, key: string): PlacedText {
  return entry.kind === 'text' ? entry : fail(`"${key}" must be a sequence of texts`, entry.context);
}

function comparisonOf(comp: string): Comparison | undefined {
  return comparisons.get(comp.replace(/\s+/g, ' '));
}

function takesList(comparison: Comparison): boolean {
  return (
    comparison.modifier !== undefined || listOperators.some((operator) => operator === comparison.operator)
  );
}

function entryValues(entry: ExceptionEntry, comp: string, lay: Lay): readonly Value[] {
  if (entry.kind === 'sequence') {
    return entry.items.map((item) =>
      plainValue(item.kind === 'text' ? item : { text: '', context: item.context }, lay),
    );
  }
  const comparison = comparisonOf(comp);
  const isListText =
    comparison !== undefined && takesList(comparison) && entry.text.trimStart().startsWith('(');
  if (!isListText) return [plainValue(entry, lay)];
  const start = lay(entry);
  const values = parsed(entry, () => parseValueList(entry.text));
  return values.map((value) => ({ ...value, at: start + value.at }));
}

function plainValue(part: PlacedText, lay: Lay): Value {
  if (part.text === '')
    return unfit('a value must be a text that is not empty, or a sequence of such', part.context);
  return { ...parsed(part, () => parseValue(part.text)), at: lay(part) };
}

function parsed<T>(part: PlacedText, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', error.message, contextAt([part], error.at));
  }
}

/** `context` is where the values stand. */
function check(
  field: PlacedText,
  comp: PlacedText,
  values: readonly Value[],
  context: Context,
  lay: Lay,
): Check {
  const comparison = comparisonOf(comp.text);
  if (comparison === undefined) return fail(`"${comp.text}" is not an operator`, comp.context);
  const at = lay(field);
  const left = movedBy(
    at,
    parsed(field, () => parseOperand(field.text)),
  );
  const { operator, modifier } = comparison;
  if (operator === 'exists') return unfit('the operator "exists" takes no value', comp.context);
  const [value] = values;
  if (takesList(comparison)) {
    return {
      kind: 'check',
      left,
      operator,
      ...(modifier === undefined ? {} : { modifier }),
      right: { kind: 'values', values, at: value?.at ?? at },
      at,
    };
  }
  if (value === undefined || values.length !== 1)
    return unfit(`the operator "${comp.text}" takes one value, not a list`, context);
  if (numericOperators.some((numeric) => numeric === operator) && !isNumber(value.text))
    return unfit(`the operator "${comp.text}" takes a number, not "${value.text}"`, context);
  return { kind: 'check', left, operator, right: value, at };
}

function movedBy(start: number, operand: Operand): Operand {
  const at = start + operand.at;
  if (operand.kind === 'field' || operand.kind === 'constant') return { ...operand, at };
  return { ...operand, at, operands: operand.operands.map((part) => movedBy(start, part)) };
}

/** A value that does not fit its operator: Falco finds that when it compiles the condition. */
function unfit(message: string, context: Context): never {
  throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', message, context);
}

function fail(message: string, context: Context): never {
  throw new LoadProblem('LOAD_ERR_VALIDATE', message, context);
}
