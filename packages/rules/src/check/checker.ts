import { type Check, type Condition, listItemAt, type Operator, type Value } from '../condition/ast.ts';
import { suggestion } from '../did-you-mean.ts';
import { checkOperand } from './check-operand.ts';
import { CheckProblem } from './check-problem.ts';
import { type Constant, parseConstant, parseHexBytes } from './constant.ts';
import { EventCodes } from './event-codes.ts';
import type { FieldReference, FieldTable } from './field-table.ts';
import { admits, describeType } from './operator-table.ts';
import { regexProblem } from './regex.ts';
import type { TypedCheck, TypedCondition, TypedOperand } from './typed.ts';
import { type CheckWarning, warningsOf } from './warnings.ts';

/** Receives what an author should look at; checking goes on. */
export type WarnCheck = (warning: CheckWarning, at: number, macro: string | undefined) => void;

/** Types the conditions of one source. Conditions that macros share are typed once. */
export class Checker {
  readonly table: FieldTable;
  readonly #macros = new Map<
    Condition,
    { readonly typed: TypedCondition; readonly warnings: readonly Parameters<WarnCheck>[] }
  >();

  readonly #eventCodes: EventCodes | undefined;

  constructor(table: FieldTable) {
    this.table = table;
    const { eventTypes } = table.source;
    this.#eventCodes = eventTypes === undefined ? undefined : new EventCodes(eventTypes);
  }

  /** For how many event codes a condition may hold; undefined when events of the source have one type. */
  eventCodes(condition: TypedCondition): number | undefined {
    return this.#eventCodes?.count(condition);
  }

  /** Throws CheckProblem at the first mistake. */
  check(condition: Condition, warn: WarnCheck, macro?: string): TypedCondition {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return {
          kind: condition.kind,
          operands: condition.operands.map((one) => this.check(one, warn, macro)),
        };
      case 'not':
        return { kind: 'not', operand: this.check(condition.operand, warn, macro) };
      case 'macro': {
        if (condition.body === undefined)
          throw new CheckProblem(`unknown macro "${condition.name}"`, condition.at);
        return {
          kind: 'macro',
          name: condition.name,
          body: this.#macro(condition.name, condition.body, warn),
        };
      }
      case 'check':
        return this.#located(macro, () => {
          for (const warning of warningsOf(condition, this.table)) warn(warning, condition.at, macro);
          return typeCheck(condition, this.table);
        });
    }
  }

  #macro(name: string, body: Condition, warn: WarnCheck): TypedCondition {
    let known = this.#macros.get(body);
    if (known === undefined) {
      const warnings: Parameters<WarnCheck>[] = [];
      const typed = this.check(body, (...warning) => warnings.push(warning), name);
      known = { typed, warnings };
      this.#macros.set(body, known);
    }
    for (const warning of known.warnings) warn(...warning);
    return known.typed;
  }

  #located<T>(macro: string | undefined, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof CheckProblem) || macro === undefined || error.macro !== undefined) throw error;
      throw new CheckProblem(error.message, error.at, error.isUnknownName, macro);
    }
  }
}

function typeCheck(check: Check, table: FieldTable): TypedCheck {
  const left = checkOperand(check.left, table);
  const { operator, right, modifier, at } = check;
  if (!admits(left.type, left.isList, operator)) {
    throw new CheckProblem(
      `the operator "${operator}" does not fit ${describeType(left.type, left.isList)}`,
      at,
    );
  }
  if (operator === 'exists') return { kind: 'exists', left };
  if (right === undefined) throw new CheckProblem('the right-hand side is missing', at);
  if (right.kind === 'operand')
    return typeOperandCheck(check, left, checkOperand(right.operand, table), operator);
  const values = right.kind === 'values' ? right.values : [right];
  checkEventTypes(left, values, right.at, table);
  const constants = readConstants(left, operator, values, right.at);
  return {
    kind: 'constant-check',
    left,
    operator,
    constants,
    ...(modifier === undefined ? {} : { modifier }),
  };
}

function typeOperandCheck(
  check: Check,
  left: TypedOperand,
  right: TypedOperand,
  operator: Exclude<Operator, 'exists'>,
): TypedCheck {
  const at = check.right?.at ?? check.at;
  if (operator === 'pmatch' || operator === 'regex' || left.type === 'net') {
    const what = left.type === 'net' ? 'a network' : `"${operator}"`;
    throw new CheckProblem(`${what} can only be compared with constants`, at);
  }
  for (const [side, reference] of [
    ['left', fieldOf(left)],
    ['right', fieldOf(right)],
  ] as const) {
    if (reference?.field.noRightSide !== true) continue;
    const message = `the field "${reference.field.name}" cannot stand on the ${side} of another field`;
    throw new CheckProblem(message, side === 'left' ? check.at : at);
  }
  if (!isSameType(left, right)) {
    const [a, b] = [describeType(left.type, left.isList), describeType(right.type, right.isList)];
    throw new CheckProblem(`${a} cannot be compared with ${b}`, at);
  }
  return { kind: 'operand-check', left, operator, right };
}

/** Paths are texts; numbers of different widths are different types. */
function isSameType(left: TypedOperand, right: TypedOperand): boolean {
  const plain = (operand: TypedOperand) => (operand.type === 'path' ? 'string' : operand.type);
  return plain(left) === plain(right) && left.isList === right.isList && bitsOf(left) === bitsOf(right);
}

function bitsOf(operand: TypedOperand): number | undefined {
  return operand.kind === 'field' ? operand.reference.field.bits : undefined;
}

/** Whatever the operator, a constant beside `evt.type` must be the name of an event. */
function checkEventTypes(left: TypedOperand, values: readonly Value[], at: number, table: FieldTable): void {
  const known = table.source.eventTypes;
  if (known === undefined || fieldOf(left)?.field.name !== 'evt.type') return;
  const wrong = values.find((value) => !known.has(value.text));
  if (wrong === undefined) return;
  const hint = suggestion(wrong.text, known.keys());
  throw new CheckProblem(`unknown event type "${wrong.text}"${hint}`, placeOf(wrong, at), true);
}

/** The field that an operand reads, through its transformers; undefined when there are several or none. */
function fieldOf(operand: TypedOperand): FieldReference | undefined {
  if (operand.kind === 'field') return operand.reference;
  const [inner, ...others] = operand.kind === 'transformer' ? operand.operands : [];
  return inner === undefined || others.length > 0 ? undefined : fieldOf(inner);
}

/** Constants by the values they are read from: rules that name one long list share them. */
const constantsOf = new WeakMap<readonly Value[], Map<string, readonly Constant[]>>();

function readConstants(
  left: TypedOperand,
  operator: Operator,
  values: readonly Value[],
  at: number,
): readonly Constant[] {
  const byKind = constantsOf.get(values) ?? new Map<string, readonly Constant[]>();
  constantsOf.set(values, byKind);
  const kind = `${left.type} ${bitsOf(left) ?? ''} ${operator}`;
  const constants = byKind.get(kind) ?? values.map((value) => readConstant(left, operator, value, at));
  byKind.set(kind, constants);
  return constants;
}

/** Items of a list stand where the list is named. */
function placeOf(value: Value, listAt: number): number {
  return value.at === listItemAt ? listAt : value.at;
}

function readConstant(left: TypedOperand, operator: Operator, value: Value, at: number): Constant {
  const isHex = operator === 'bcontains' || operator === 'bstartswith';
  if (value.bytes !== undefined && left.type === 'bytes' && !isHex) return value.bytes;
  const read = isHex ? parseHexBytes(value.text) : parseConstant(left.type, value.text, bitsOf(left));
  if ('error' in read) throw new CheckProblem(read.error, placeOf(value, at));
  if (operator === 'regex') {
    const problem = regexProblem(value.text);
    if (problem !== undefined) throw new CheckProblem(problem, placeOf(value, at));
  }
  return read.value;
}
