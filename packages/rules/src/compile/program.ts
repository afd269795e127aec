import type { FieldReference } from '../check/field-table.ts';
import type { TypedCheck, TypedOperand } from '../check/typed.ts';
import { valueTest } from './check.ts';
import { inBestOrder } from './cost.ts';
import { inlineTest } from './inline-test.ts';
import { operandKey } from './keys.ts';
import { compileOperand, type Extract } from './operand.ts';
import { compareOperands } from './operand-check.ts';
import type { Predicate } from './pass.ts';
import type { Plan } from './plan.ts';

/** A part that costs less than this many nanoseconds is decided anew rather than remembered. */
const leastShared = 12;
/** Expressions nested deeper than this become functions of their own: the parser of JavaScript nests no deeper than its stack. */
const maxDepth = 16;
/** Keys that are followed without a call. */
const maxPath = 8;

/** Conditions of one source as functions that remember, within a pass, what several of them ask. */
export interface Program {
  /** Begins a pass: all calls until the next are about one event. */
  readonly begin: () => void;
  readonly predicates: readonly Predicate[];
  readonly extracts: readonly Extract[];
}

/**
 * Compiles plans of one planner, and operands that are read beside them, to functions of JavaScript; both in the order
 * given. The text of the program is made of the kinds of nodes and of numbered names alone: constants, fields and
 * everything else that stands in a rule is handed to it by reference.
 */
export function compileProgram(plans: readonly Plan[], operands: readonly TypedOperand[]): Program {
  return new ProgramWriter().write(plans, operands);
}

class ProgramWriter {
  readonly #lines: string[] = [];
  readonly #references: unknown[] = [];
  readonly #functions = new Map<Plan, string>();
  readonly #extracts = new Map<string, string>();
  /** The extracts of a transformer's operands, which are functions only when the program is made. */
  readonly #parts: Extract[] = [];
  readonly #partNames: string[] = [];
  #names = 0;

  write(plans: readonly Plan[], operands: readonly TypedOperand[]): Program {
    const predicates = plans.map((plan) => this.#function(plan));
    const extracts = operands.map((operand) => this.#extract(operand));
    const body = `'use strict';
let n = 0;
${this.#references.map((_, place) => `const c${place} = c[${place}];`).join('\n')}
${this.#lines.join('\n')}
return {
  begin() { n += 1; },
  predicates: [${predicates.join()}],
  extracts: [${extracts.join()}],
  parts: [${this.#partNames.join()}],
};`;
    const { parts, ...program } = new Function('c', body)(this.#references) as Program & Parts;
    this.#parts.push(...parts);
    return program;
  }

  #reference(value: unknown): string {
    return `c${this.#references.push(value) - 1}`;
  }

  #name(letter: string): string {
    this.#names += 1;
    return `${letter}${this.#names}`;
  }

  /** A function of the event: one that is shared remembers its verdict. */
  #function(plan: Plan): string {
    const known = this.#functions.get(plan);
    if (known !== undefined) return known;
    const name = this.#name('p');
    this.#functions.set(plan, name);
    const expression = this.#inner(plan, 0);
    if (!isShared(plan)) {
      this.#lines.push(`function ${name}(e) { let v; return ${expression}; }`);
      return name;
    }
    this.#remember(name, `let v; const w = ${expression};`, 'false');
    return name;
  }

  /** A function that works out `w` at most once a pass. One that throws is tried again by whoever asks next. */
  #remember(name: string, work: string, first: string): void {
    this.#lines.push(
      `let k${name} = -1, w${name} = ${first};
function ${name}(e) { if (k${name} === n) return w${name}; ${work} w${name} = w; k${name} = n; return w; }`,
    );
  }

  #expression(plan: Plan, depth: number): string {
    if (isShared(plan) || this.#functions.has(plan) || depth >= maxDepth) return `${this.#function(plan)}(e)`;
    return this.#inner(plan, depth);
  }

  #inner(plan: Plan, depth: number): string {
    switch (plan.kind) {
      case 'and':
      case 'or': {
        const operands = inBestOrder(plan.kind, inlined(plan.operands, plan.kind));
        if (operands.length === 0) return plan.kind === 'and' ? 'true' : 'false';
        const sign = plan.kind === 'and' ? ' && ' : ' || ';
        return `(${operands.map((operand) => this.#expression(operand, depth + 1)).join(sign)})`;
      }
      case 'not':
        return `!${this.#expression(plan.operand, depth + 1)}`;
      case 'test':
        return this.#test(plan.check);
    }
  }

  #test(check: TypedCheck): string {
    const value = `${this.#extract(check.left)}(e)`;
    if (check.kind === 'exists') return `(${value} !== undefined)`;
    if (check.kind === 'operand-check') {
      return `${this.#reference(compareOperands(check))}(${value}, ${this.#extract(check.right)}(e))`;
    }
    const test = this.#reference(valueTest(check));
    const inline = inlineTest(check, (constant) => this.#reference(constant));
    if (inline === undefined) return `${test}(${value})`;
    return `(typeof (v = ${value}) === '${inline.type}' ? ${inline.expression} : ${test}(v))`;
  }

  /** A function that yields the value of an operand. */
  #extract(operand: TypedOperand): string {
    const key = operandKey(operand);
    const known = this.#extracts.get(key);
    if (known !== undefined) return known;
    const name = this.#name('x');
    this.#extracts.set(key, name);
    const plain = this.#reference(compileOperand(operand, (part) => this.#part(part)));
    if (operand.kind === 'constant') this.#lines.push(`const ${name} = ${plain};`);
    else this.#remember(name, this.#read(operand, plain), 'undefined');
    return name;
  }

  /** Reads a value into `w`: along the keys of a field where it has such, else and for what is no text by its extract. */
  #read(operand: TypedOperand, plain: string): string {
    const keys = operand.kind === 'field' ? pathOf(operand.reference) : undefined;
    if (keys === undefined) return `const w = ${plain}(e);`;
    const [first = '', ...rest] = keys.map((key) => this.#reference(key));
    const steps = rest.map(
      (key) => ` if (typeof r === 'object' && r !== null) r = r[${key}]; else r = undefined;`,
    );
    return `let r = e.record[${first}];${steps.join('')} const w = typeof r === 'string' || r === undefined ? r : ${plain}(e);`;
  }

  #part(operand: TypedOperand): Extract {
    const place = this.#partNames.push(this.#extract(operand)) - 1;
    const parts = this.#parts;
    return (event) => parts[place]?.(event);
  }
}

function pathOf({ field, argument }: FieldReference): readonly string[] | undefined {
  const keys = field.path?.(argument);
  return keys === undefined || keys.length > maxPath ? undefined : keys.map(interned);
}

/** The same text as the engine keeps it for keys of objects, by which reading is fastest. */
function interned(key: string): string {
  return Object.keys({ [key]: true })[0] ?? key;
}

interface Parts {
  readonly parts: readonly Extract[];
}

/** A negation costs next to nothing over its operand, which is remembered itself. */
function isShared(plan: Plan): boolean {
  return plan.uses > 1 && plan.cost >= leastShared && plan.kind !== 'not';
}

/** A part of the same kind that nobody else needs, a macro used once, is taken apart. */
function inlined(operands: readonly Plan[], kind: 'and' | 'or'): readonly Plan[] {
  return operands.flatMap((operand) =>
    operand.kind === kind && !isShared(operand) ? inlined(operand.operands, kind) : [operand],
  );
}
