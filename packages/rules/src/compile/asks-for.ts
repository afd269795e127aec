import type { TypedCheck, TypedCondition, TypedOperand } from '../check/typed.ts';
import { decidedValues, type IndexValues, mayHold, missing, none, valuesFor } from './index-values.ts';

/** Whether a condition may hold for an event of a type. */
export type AsksFor = (type: string) => boolean;

/**
 * Derives from the tree alone for which types of event a condition may hold, as Falco does to decide which events a
 * rule is run for: by `evt.type` and `syscall.type`. A condition that restricts neither may hold for all.
 */
export function compileAsksFor(condition: TypedCondition): AsksFor {
  const byType = valuesOf(condition, 'evt.type');
  const bySyscall = valuesOf(condition, 'syscall.type');
  // An event that is no system call has a type and no `syscall.type`.
  return (type) => mayHold(byType, type) && (mayHold(bySyscall, type) || mayHold(bySyscall, missing));
}

function valuesOf(condition: TypedCondition, name: string): IndexValues {
  const decide = (check: TypedCheck) => {
    if (isField(check.left, name)) return decidedValues(check);
    return asksForNoNumber(check) ? none : undefined;
  };
  return valuesFor(condition, decide, true);
}

/** `evt.num = 0`, which is how rule files switch a part of a condition off: events are counted from 1. */
function asksForNoNumber(check: TypedCheck): boolean {
  if (check.kind !== 'constant-check' || check.modifier !== undefined) return false;
  if (!isField(check.left, 'evt.num') || !['=', '==', 'in'].includes(check.operator)) return false;
  return check.constants.every((constant) => Number(constant) < 1);
}

function isField(operand: TypedOperand, name: string): boolean {
  return operand.kind === 'field' && operand.reference.field.name === name;
}
