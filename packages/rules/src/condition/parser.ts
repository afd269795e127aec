import {
  type Check,
  type Condition,
  type FieldOperand,
  listItemAt,
  listOperators,
  type Modifier,
  modifiers,
  numericOperators,
  type Operand,
  type Right,
  symbolOperators,
  type TransformerName,
  transformerNames,
  type Value,
  type ValueList,
  wordOperators,
} from './ast.ts';
import { Lexer, SyntaxProblem, type Token } from './lexer.ts';

const maxDepth = 1000;
const transformerHeads = transformerNames.map((name) => `${name}(` as const);

/** Parses the text of a condition. Throws SyntaxProblem with the offset of the first mistake. */
export function parseCondition(text: string): Condition {
  const lexer = new Lexer(text);
  const condition = parseOr(lexer, 0);
  if (!lexer.isAtEnd) throw new SyntaxProblem('expected "and", "or" or the end of the condition', lexer.at);
  return condition;
}

/** Parses a text that is one field or transformer, as the `fields` of an exception are. */
export function parseOperand(text: string): Operand {
  const lexer = new Lexer(text);
  lexer.blank();
  const operand = parseLeft(lexer, 0);
  lexer.blank();
  if (operand === undefined || !lexer.isAtEnd) {
    throw new SyntaxProblem(`"${text}" is neither a field nor a transformer`, lexer.at);
  }
  return operand;
}

/** Parses `(a, "b c")` into its values, as an exception may write a list in one text. */
export function parseValueList(text: string): readonly Value[] {
  const lexer = new Lexer(text);
  lexer.blank();
  const list = parseList(lexer);
  lexer.blank();
  if (list === undefined || !lexer.isAtEnd) {
    throw new SyntaxProblem(`"${text}" is not a list of values in parentheses`, lexer.at);
  }
  return list.values;
}

/** Parses one value: quoted text is unescaped, anything else is taken as it stands. */
export function parseValue(text: string): Value {
  if (!text.startsWith('"') && !text.startsWith("'")) {
    return { kind: 'value', text, isQuoted: /\s/.test(text), at: 0 };
  }
  const lexer = new Lexer(text);
  const token = lexer.quoted();
  if (token === undefined || !lexer.isAtEnd)
    throw new SyntaxProblem(`text after the closing quote of ${text}`, lexer.at);
  return { ...quotedValue(token), at: 0 };
}

/**
 * Parses an item of a list as it stands once the list's name is replaced by it: text with a blank is one
 * value, `a,b` are two.
 */
export function parseListItem(item: string): readonly Value[] {
  const isOne = item.includes(' ') && !/^["']/.test(item);
  const lexer = new Lexer(isOne ? `"${item}"` : item);
  const values: Value[] = [];
  lexer.blank();
  for (;;) {
    const value = parsePlainValue(lexer);
    if (value === undefined) break;
    values.push({ ...value, at: listItemAt });
    lexer.blank();
    if (lexer.isAtEnd) return values;
    if (!lexer.literal(',')) break;
    lexer.blank();
  }
  throw new SyntaxProblem(`the item ${item} cannot stand without quotes: '"${item}"'`, lexer.at);
}

/** Written out beside parseAnd, not shared with it: calls in calls are what uses up the stack. */
function parseOr(lexer: Lexer, depth: number): Condition {
  lexer.blank();
  const first = parseAnd(lexer, depth);
  const operands = [first];
  lexer.blank();
  while (lexer.literal('or')) {
    operands.push(followsBlank(lexer, 'or') ? parseAnd(lexer, depth) : parseParenthesised(lexer, depth));
    lexer.blank();
  }
  return operands.length === 1 ? first : { kind: 'or', operands };
}

function parseAnd(lexer: Lexer, depth: number): Condition {
  lexer.blank();
  const first = parseNot(lexer, depth);
  const operands = [first];
  lexer.blank();
  while (lexer.literal('and')) {
    operands.push(followsBlank(lexer, 'and') ? parseNot(lexer, depth) : parseParenthesised(lexer, depth));
    lexer.blank();
  }
  return operands.length === 1 ? first : { kind: 'and', operands };
}

/** Whether a blank, not a parenthesis, comes after the word. */
function followsBlank(lexer: Lexer, word: 'and' | 'or'): boolean {
  if (lexer.blank()) return true;
  if (lexer.literal('(')) return false;
  throw new SyntaxProblem(`expected a blank or "(" after "${word}"`, lexer.at);
}

function parseNot(lexer: Lexer, depth: number): Condition {
  lexer.blank();
  let isNegated = false;
  while (lexer.notBlank()) isNegated = !isNegated;
  const isGroup = lexer.literal('not(');
  if (isGroup) isNegated = !isNegated;
  const operand = isGroup ? parseParenthesised(lexer, depth) : parseCheck(lexer, depth);
  return isNegated ? { kind: 'not', operand } : operand;
}

/** What follows an opening parenthesis. */
function parseParenthesised(lexer: Lexer, depth: number): Condition {
  if (depth >= maxDepth) throw new SyntaxProblem(`nested deeper than ${maxDepth} levels`, lexer.at);
  const condition = parseOr(lexer, depth + 1);
  lexer.blank();
  if (!lexer.literal(')')) throw new SyntaxProblem('expected ")"', lexer.at);
  return condition;
}

function parseCheck(lexer: Lexer, depth: number): Condition {
  lexer.blank();
  if (lexer.literal('(')) return parseParenthesised(lexer, depth);
  const at = lexer.at;
  const left = parseLeft(lexer, depth);
  if (left !== undefined) return parseTest(lexer, left, at);
  const macro = lexer.identifier();
  if (macro !== undefined) return { kind: 'macro', name: macro.text, at };
  throw new SyntaxProblem('expected "(", a field, a transformer or a macro', at);
}

function parseLeft(lexer: Lexer, depth: number): Operand | undefined {
  const at = lexer.at;
  const name = lexer.fieldName();
  if (name !== undefined) return parseFieldRest(lexer, name.text, at);
  const head = lexer.oneOf(transformerHeads);
  return head === undefined ? undefined : parseTransformerRest(lexer, head, at, depth);
}

function parseFieldRest(lexer: Lexer, name: string, at: number): FieldOperand {
  if (!lexer.literal('[')) return { kind: 'field', name, at };
  const argument = lexer.quoted() ?? lexer.bareArgument();
  if (argument === undefined)
    throw new SyntaxProblem('expected an argument: a quoted text or a word', lexer.at);
  if (!lexer.literal(']')) throw new SyntaxProblem('expected "]"', lexer.at);
  return { kind: 'field', name, argument: argument.text, at };
}

function parseTransformerRest(lexer: Lexer, head: string, at: number, depth: number): Operand {
  if (depth >= maxDepth) throw new SyntaxProblem(`nested deeper than ${maxDepth} levels`, lexer.at);
  const operands = parseArguments(lexer, depth + 1);
  const name = head.slice(0, -1) as TransformerName;
  if (!lexer.literal('[')) return { kind: 'transformer', name, operands, at };
  const argument = lexer.bareArgument();
  if (argument === undefined) throw new SyntaxProblem('expected an argument: a word', lexer.at);
  if (!lexer.literal(']')) throw new SyntaxProblem('expected "]"', lexer.at);
  return { kind: 'transformer', name, operands, argument: argument.text, at };
}

/** Operands up to the closing parenthesis. */
function parseArguments(lexer: Lexer, depth: number): readonly Operand[] {
  const operands: Operand[] = [];
  lexer.blank();
  if (lexer.literal(')')) return operands;
  for (;;) {
    lexer.blank();
    operands.push(parseArgument(lexer, depth));
    lexer.blank();
    if (lexer.literal(')')) return operands;
    if (!lexer.literal(',')) throw new SyntaxProblem('expected "," or ")"', lexer.at);
  }
}

function parseArgument(lexer: Lexer, depth: number): Operand {
  const at = lexer.at;
  const operand = parseLeft(lexer, depth);
  if (operand !== undefined) return operand;
  const text = lexer.quoted();
  if (text !== undefined) return { kind: 'constant', text: text.text, isNumber: false, at };
  if (lexer.literal('(')) {
    if (depth >= maxDepth) throw new SyntaxProblem(`nested deeper than ${maxDepth} levels`, lexer.at);
    return { kind: 'list', operands: parseArguments(lexer, depth + 1), at };
  }
  const number = lexer.number();
  if (number !== undefined) return { kind: 'constant', text: number.text, isNumber: true, at };
  throw new SyntaxProblem('expected a field, a transformer, a quoted text, a number or a list', at);
}

function parseTest(lexer: Lexer, left: Operand, at: number): Check {
  lexer.blank();
  if (lexer.literal('exists')) return { kind: 'check', left, operator: 'exists', at };
  const numeric = lexer.oneOf(numericOperators);
  if (numeric !== undefined) return { kind: 'check', left, operator: numeric, right: parseNumber(lexer), at };
  const textual = lexer.oneOf(symbolOperators) ?? lexer.wordBeforeBlank(wordOperators);
  if (textual !== undefined) {
    lexer.blank();
    const compound = parseCompound(lexer);
    if (compound !== undefined) return { kind: 'check', left, operator: textual, ...compound, at };
    return { kind: 'check', left, operator: textual, right: parseText(lexer), at };
  }
  const list = lexer.oneOf(listOperators);
  if (list !== undefined) return { kind: 'check', left, operator: list, right: parseListSide(lexer), at };
  throw new SyntaxProblem('expected an operator: exists, =, !=, <, in, contains, startswith …', lexer.at);
}

/** `anyof (a, b)`; without a list the word is a plain value. */
function parseCompound(lexer: Lexer): { modifier: Modifier; right: ValueList } | undefined {
  for (const modifier of modifiers) {
    const rest = lexer.text.slice(lexer.at, lexer.at + modifier.length);
    if (rest !== modifier || !/[ \t\b\r\n]*\(/y.test(lexer.text.slice(lexer.at + modifier.length))) continue;
    lexer.literal(modifier);
    lexer.blank();
    const right = parseList(lexer);
    if (right !== undefined) return { modifier, right };
  }
  return undefined;
}

function parseNumber(lexer: Lexer): Right {
  lexer.blank();
  const operand = parseRightOperand(lexer);
  if (operand !== undefined) return operand;
  const number = lexer.number();
  if (number === undefined)
    throw new SyntaxProblem('expected a number, val(field) or a transformer', lexer.at);
  return { kind: 'value', text: number.text, isQuoted: true, at: number.at };
}

function parseText(lexer: Lexer): Right {
  lexer.blank();
  const value = parseRightOperand(lexer) ?? parsePlainValue(lexer);
  if (value === undefined) throw new SyntaxProblem('expected a value, val(field) or a transformer', lexer.at);
  return value;
}

function parseListSide(lexer: Lexer): Right {
  lexer.blank();
  const side = parseList(lexer) ?? parseRightOperand(lexer);
  if (side !== undefined) return side;
  const word = lexer.bareWord();
  if (word === undefined) {
    throw new SyntaxProblem(
      'expected a list in parentheses, a list name, val(field) or a transformer',
      lexer.at,
    );
  }
  return { kind: 'value', text: word.text, isQuoted: false, at: word.at };
}

function parseList(lexer: Lexer): ValueList | undefined {
  const at = lexer.at;
  if (!lexer.literal('(')) return undefined;
  const values: Value[] = [];
  lexer.blank();
  if (lexer.literal(')')) return { kind: 'values', values, at };
  for (;;) {
    lexer.blank();
    const value = parsePlainValue(lexer);
    if (value === undefined) throw new SyntaxProblem('expected a value', lexer.at);
    values.push(value);
    lexer.blank();
    if (lexer.literal(')')) return { kind: 'values', values, at };
    if (!lexer.literal(',')) throw new SyntaxProblem('expected "," or ")"', lexer.at);
  }
}

function parsePlainValue(lexer: Lexer): Value | undefined {
  const quoted = lexer.quoted();
  if (quoted !== undefined) return quotedValue(quoted);
  const word = lexer.bareWord();
  return word === undefined ? undefined : { kind: 'value', text: word.text, isQuoted: false, at: word.at };
}

function quotedValue({ text, bytes, at }: Token): Value {
  return { kind: 'value', text, isQuoted: true, ...(bytes === undefined ? {} : { bytes }), at };
}

function parseRightOperand(lexer: Lexer): Right | undefined {
  const at = lexer.at;
  if (lexer.literal('val(')) {
    lexer.blank();
    const fieldAt = lexer.at;
    const name = lexer.fieldName();
    if (name === undefined) throw new SyntaxProblem('expected a field inside val()', lexer.at);
    const operand = parseFieldRest(lexer, name.text, fieldAt);
    lexer.blank();
    if (!lexer.literal(')')) throw new SyntaxProblem('expected ")" after the field of val()', lexer.at);
    return { kind: 'operand', operand, at };
  }
  const head = lexer.oneOf(transformerHeads);
  return head === undefined
    ? undefined
    : { kind: 'operand', operand: parseTransformerRest(lexer, head, at, 0), at };
}
