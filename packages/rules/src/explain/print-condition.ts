import type { TypedCheck, TypedCondition, TypedOperand } from '../check/typed.ts';
import { printConstant, printNumber, printQuoted } from './print-constant.ts';

export interface PrintLimits {
  /** Values of one list that are written out. */
  readonly listItems: number;
  /** Characters after which the text ends in `…`. */
  readonly length: number;
}

const whole: PrintLimits = { listItems: Number.POSITIVE_INFINITY, length: Number.POSITIVE_INFINITY };

/**
 * The text of a condition; macros stand by their names. Without limits it parses back to the same tree, as
 * long as no list bears the name of a value.
 */
export function printCondition(condition: TypedCondition, limits: PrintLimits = whole): string {
  const printer = new Printer(limits);
  printer.condition(condition);
  return printer.text;
}

export function printOperand(operand: TypedOperand): string {
  switch (operand.kind) {
    case 'field': {
      const { field, argument, label } = operand.reference;
      if (argument === undefined || label !== `${field.name}[${argument}]`) return label;
      return `${field.name}[${printArgument(argument)}]`;
    }
    case 'constant':
      return typeof operand.value === 'number' ? printNumber(operand.value) : printQuoted(operand.value);
    case 'list':
      return `(${operand.operands.map(printOperand).join(', ')})`;
    case 'transformer': {
      const argument = operand.argument === undefined ? '' : `[${printArgument(operand.argument)}]`;
      return `${operand.name}(${operand.operands.map(printOperand).join(', ')})${argument}`;
    }
  }
}

function printArgument(argument: string): string {
  return /^[^\]["'\s]+$/.test(argument) ? argument : printQuoted(argument);
}

/** An exception of one row or field is a group of one, which is its part. */
export function withoutGroup(condition: TypedCondition): TypedCondition {
  if (condition.kind !== 'and' && condition.kind !== 'or') return condition;
  const [only, second] = condition.operands;
  return only === undefined || second !== undefined ? condition : withoutGroup(only);
}

/** Writes until the length is reached, so that the text of a huge condition costs no more than that. */
class Printer {
  readonly #limits: PrintLimits;
  readonly #parts: string[] = [];
  #length = 0;

  constructor(limits: PrintLimits) {
    this.#limits = limits;
  }

  get text(): string {
    const text = this.#parts.join('');
    return text.length > this.#limits.length ? `${text.slice(0, this.#limits.length - 1)}…` : text;
  }

  condition(group: TypedCondition): void {
    if (this.#isFull()) return;
    const condition = withoutGroup(group);
    switch (condition.kind) {
      case 'and':
      case 'or':
        for (const [index, operand] of condition.operands.entries()) {
          if (this.#isFull()) return;
          if (index > 0) this.#write(` ${condition.kind} `);
          this.#part(operand, false);
        }
        return;
      case 'not':
        this.#write('not ');
        this.#part(condition.operand, true);
        return;
      case 'macro':
        // The word "not" alone is a macro only where no blank follows it.
        this.#write(condition.name === 'not' ? '(not)' : condition.name);
        return;
      default:
        this.#check(condition);
    }
  }

  #part(condition: TypedCondition, isOperandOfNot: boolean): void {
    const { kind } = withoutGroup(condition);
    const isInParentheses = kind === 'and' || kind === 'or' || (isOperandOfNot && kind === 'not');
    if (isInParentheses) this.#write('(');
    this.condition(condition);
    if (isInParentheses) this.#write(')');
  }

  #check(check: TypedCheck): void {
    this.#write(printOperand(check.left));
    if (check.kind === 'exists') {
      this.#write(' exists');
      return;
    }
    this.#write(` ${check.operator} `);
    if (check.kind === 'operand-check') {
      const right = printOperand(check.right);
      this.#write(check.right.kind === 'field' ? `val(${right})` : right);
      return;
    }
    const { constants, modifier, operator, left } = check;
    const isList = operator === 'in' || operator === 'intersects' || operator === 'pmatch';
    if (modifier !== undefined) this.#write(`${modifier} `);
    const shown = constants.slice(0, isList || modifier !== undefined ? this.#limits.listItems : 1);
    const texts = shown.map((constant) => printConstant(constant, left.type, operator));
    if (!isList && modifier === undefined) {
      this.#write(texts.join());
      return;
    }
    const rest = constants.length - shown.length;
    if (rest > 0) texts.push(`… ${rest} more`);
    this.#write(`(${texts.join(', ')})`);
  }

  #write(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  #isFull(): boolean {
    return this.#length > this.#limits.length;
  }
}
