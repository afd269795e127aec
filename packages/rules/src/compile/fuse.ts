import type { ConstantCheck, TypedCondition } from '../check/typed.ts';
import { operandKey } from './keys.ts';

/** Operators that hold for a list of constants when they hold for one of them, given `anyof`. */
const anyOfOperators: ReadonlySet<string> = new Set([
  'contains',
  'icontains',
  'bcontains',
  'startswith',
  'bstartswith',
  'endswith',
  'glob',
  'iglob',
]);

/** Joins alternatives that ask the same value the same way: `a = x or a = y` is `a in (x, y)`. */
export function fuseAlternatives(operands: readonly TypedCondition[]): readonly TypedCondition[] {
  const groups = new Map<string, ConstantCheck[]>();
  const order: (TypedCondition | ConstantCheck[])[] = [];
  for (const operand of operands) {
    const check = unwrapped(operand);
    const way = check.kind === 'constant-check' ? fusedForm(check) : undefined;
    if (way === undefined || check.kind !== 'constant-check') {
      order.push(operand);
      continue;
    }
    const key = `${way.operator} ${operandKey(check.left)}`;
    const group = groups.get(key);
    if (group !== undefined) {
      group.push(check);
      continue;
    }
    const started = [check];
    groups.set(key, started);
    order.push(started);
  }
  return order.map((one) => (Array.isArray(one) ? fused(one) : one));
}

/** The same for what must not hold: `not a = x and not a = y` is `not a in (x, y)`. */
export function fuseNegations(operands: readonly TypedCondition[]): readonly TypedCondition[] {
  const isNegated = (operand: TypedCondition) => unwrapped(operand).kind === 'not';
  const negated = operands.flatMap((operand) => {
    const plain = unwrapped(operand);
    return plain.kind === 'not' ? [plain.operand] : [];
  });
  const joined = fuseAlternatives(negated);
  if (joined.length === negated.length) return operands;
  const rest = operands.filter((operand) => !isNegated(operand));
  return [...rest, ...joined.map((operand): TypedCondition => ({ kind: 'not', operand }))];
}

/** Without the names of macros around it. */
function unwrapped(condition: TypedCondition): TypedCondition {
  let plain = condition;
  while (plain.kind === 'macro') plain = plain.body;
  return plain;
}

function fusedForm(check: ConstantCheck): Pick<ConstantCheck, 'operator' | 'modifier'> | undefined {
  const { operator, modifier } = check;
  if (operator === 'intersects' || operator === 'pmatch') return { operator };
  if (check.left.isList) return undefined;
  if (operator === 'in') return { operator };
  const isPlain = modifier === undefined || modifier === 'anyof';
  if (isPlain && (operator === '=' || operator === '==')) return { operator: 'in' };
  return isPlain && anyOfOperators.has(operator) ? { operator, modifier: 'anyof' } : undefined;
}

function fused(checks: readonly ConstantCheck[]): TypedCondition {
  const [first] = checks;
  const form = first === undefined ? undefined : fusedForm(first);
  if (first === undefined || form === undefined) throw new Error('only checks of a fused form are grouped');
  if (checks.length === 1) return first;
  const constants = checks.flatMap((check) => check.constants);
  return { kind: 'constant-check', left: first.left, constants, ...form };
}
