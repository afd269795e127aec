import type { Event } from '@breakwater/model';
import type { Rule } from '../ruleset.ts';
import { decisiveChecks, decisiveChildren, firstError } from './decisive.ts';
import type { Judged } from './judge.ts';
import { stepsOf } from './needs.ts';
import { statement } from './statement.ts';

const maxStatements = 4;

/** One sentence: what made the rule fire on the event, or the first part that failed. */
export function reasonOf(rule: Rule, event: Event, judged: Judged): string {
  const steps = stepsOf(rule, event);
  const asStep = steps.length === 0 ? '' : ` It counts as step ${steps.join(' or ')} of the sequence.`;
  return `${conditionReason(rule, event, judged)}.${asStep}`;
}

function conditionReason(rule: Rule, event: Event, judged: Judged): string {
  if (event.source !== rule.source) {
    return `Does not fire: the rule watches events of the source "${rule.source}"; this one is of "${event.source}"`;
  }
  const failed = firstError(judged);
  if (failed !== undefined) return `Fails on this event: ${statement(failed, false)}`;
  const because = `${exceptionOf(rule, judged)}${statements(judged)}`;
  if (!rule.isEnabled) {
    return `Does not fire: the rule is switched off${judged.verdict ? '; it would fire' : ''}: ${because}`;
  }
  if (!judged.verdict) return `Does not fire: ${because}`;
  if (rule.threshold !== undefined) return `Counts towards the threshold: ${because}`;
  if (rule.sequence !== undefined) return `Fires if the steps of the sequence came before: ${because}`;
  return `Fires: ${because}`;
}

/** Names the exception that keeps the rule silent. */
function exceptionOf(rule: Rule, judged: Judged): string {
  if (judged.verdict || judged.condition.kind !== 'and') return '';
  const [decider] = decisiveChildren(judged);
  if (decider?.condition.kind !== 'not') return '';
  const { operand } = decider.condition;
  const exception = rule.exceptions.find(({ tree }) => tree === operand);
  return exception === undefined ? '' : `the exception "${exception.name}" applies: `;
}

function statements(judged: Judged): string {
  const checks = decisiveChecks(judged);
  const shown = checks.slice(0, maxStatements).map(({ check, isNegated, macros }) => {
    const [macro] = macros;
    return `${statement(check, isNegated)}${macro === undefined ? '' : ` (in ${macro})`}`;
  });
  const rest = checks.length - shown.length;
  return rest > 0 ? `${shown.join('; ')}; and ${rest} more` : shown.join('; ');
}
