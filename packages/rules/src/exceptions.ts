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
  type Operator,
  symbolOperators,
  type Value,
  wordOperators,
} from './condition/ast.ts';
import { isNumber, SyntaxProblem } from './condition/lexer.ts';
import { parseOperand, parseValue, parseValueList } from './condition/parser.ts';
import { suggestion } from './did-you-mean.ts';
import type { ExceptionEntry, ExceptionItem } from './items.ts';
import { LoadProblem } from './load-problem.ts';

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
  const comps = compTexts(exception, fields.length);
  const isSingle = exception.fields?.kind === 'text';
  for (const comp of comps) {
    const comparison = comparisonOf(comp);
    if (comparison === undefined)
      fail(exception, `"${comp}" is not an operator${suggestion(comp, comparisons.keys())}`);
    if (isSingle && comparison !== undefined && !takesList(comparison)) {
      fail(
        exception,
        `with one field, the operator must take a list (in, pmatch, intersects), not "${comp}"`,
      );
    }
  }
  if (table === undefined) return;
  for (const field of fields) {
    try {
      checkOperand(parseOperand(field), table);
    } catch (error) {
      if (error instanceof SyntaxProblem || error instanceof CheckProblem) fail(exception, error.message);
      throw error;
    }
  }
}

/**
 * The condition under which an exception applies; undefined when it has no values. Built as a tree: values
 * are data, whatever characters they hold; only names of lists stand for their items.
 */
export function exceptionCondition(exception: ExceptionItem): Condition | undefined {
  const fields = fieldTexts(exception);
  const comps = compTexts(exception, fields.length);
  if (exception.values.length === 0) return undefined;
  if (exception.fields?.kind === 'text') {
    const values = exception.values.map((entry) => {
      if (entry.kind === 'text') return plainValue(exception, entry.text);
      return fail(exception, 'with one field, "values" is a flat sequence of texts');
    });
    return check(exception, fields[0] ?? '', comps[0] ?? 'in', values);
  }
  const rows = exception.values.map((row): Condition => {
    if (row.kind !== 'sequence' || row.items.length !== fields.length) {
      return fail(
        exception,
        `each element of "values" must be a sequence of ${fields.length} value(s), one per field`,
      );
    }
    const operands = row.items.map((entry, index) =>
      check(
        exception,
        fields[index] ?? '',
        comps[index] ?? '=',
        entryValues(exception, entry, comps[index] ?? '='),
      ),
    );
    return { kind: 'and', operands };
  });
  return { kind: 'or', operands: rows };
}

function fieldTexts(exception: ExceptionItem): readonly string[] {
  const { fields } = exception;
  if (fields === undefined) return fail(exception, 'the key "fields" is missing');
  return fields.kind === 'text'
    ? [fields.text]
    : fields.items.map((entry) => plainText(exception, entry, 'fields'));
}

function compTexts(exception: ExceptionItem, count: number): readonly string[] {
  const { comps, fields } = exception;
  const isSingle = fields?.kind === 'text';
  if (comps === undefined) return isSingle ? ['in'] : new Array<string>(count).fill('=');
  if (isSingle !== (comps.kind === 'text')) {
    return fail(exception, '"fields" and "comps" must both be a text or both be sequences');
  }
  if (comps.kind === 'text') return [comps.text.trim()];
  const texts = comps.items.map((entry) => plainText(exception, entry, 'comps').trim());
  if (texts.length !== count)
    fail(exception, `"fields" has ${count} element(s), "comps" ${texts.length}; they must agree`);
  return texts;
}

function plainText(exception: ExceptionItem, entry: ExceptionEntry, key: string): string {
  return entry.kind === 'text' ? entry.text : fail(exception, `"${key}" must be a sequence of texts`);
}

function comparisonOf(comp: string): Comparison | undefined {
  return comparisons.get(comp.replace(/\s+/g, ' '));
}

function takesList(comparison: Comparison): boolean {
  return (
    comparison.modifier !== undefined || listOperators.some((operator) => operator === comparison.operator)
  );
}

function entryValues(exception: ExceptionItem, entry: ExceptionEntry, comp: string): readonly Value[] {
  if (entry.kind === 'sequence') {
    return entry.items.map((item) => plainValue(exception, item.kind === 'text' ? item.text : ''));
  }
  const comparison = comparisonOf(comp);
  const isListText =
    comparison !== undefined && takesList(comparison) && entry.text.trimStart().startsWith('(');
  if (!isListText) return [plainValue(exception, entry.text)];
  return parsed(exception, () => parseValueList(entry.text));
}

function plainValue(exception: ExceptionItem, text: string): Value {
  if (text === '') return unfit(exception, 'a value must be a text that is not empty, or a sequence of such');
  return parsed(exception, () => parseValue(text));
}

function parsed<T>(exception: ExceptionItem, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', error.message, exception.context);
  }
}

function check(exception: ExceptionItem, field: string, comp: string, values: readonly Value[]): Check {
  const comparison = comparisonOf(comp);
  if (comparison === undefined) return fail(exception, `"${comp}" is not an operator`);
  const left = parsed(exception, () => parseOperand(field));
  const { operator, modifier } = comparison;
  if (operator === 'exists') return unfit(exception, 'the operator "exists" takes no value');
  if (takesList(comparison)) {
    return {
      kind: 'check',
      left,
      operator,
      ...(modifier === undefined ? {} : { modifier }),
      right: { kind: 'values', values, at: 0 },
      at: 0,
    };
  }
  const [value] = values;
  if (value === undefined || values.length !== 1)
    return unfit(exception, `the operator "${comp}" takes one value, not a list`);
  if (numericOperators.some((numeric) => numeric === operator) && !isNumber(value.text))
    return unfit(exception, `the operator "${comp}" takes a number, not "${value.text}"`);
  return { kind: 'check', left, operator, right: value, at: 0 };
}

/** A value that does not fit its operator: Falco finds that when it compiles the condition. */
function unfit(exception: ExceptionItem, message: string): never {
  throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', message, exception.context);
}

function fail(exception: ExceptionItem, message: string): never {
  throw new LoadProblem('LOAD_ERR_VALIDATE', message, exception.context);
}
