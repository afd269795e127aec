import type { Event } from '@breakwater/model';
import type { Rule } from '../ruleset.ts';
import type { GroupField } from '../stateful/definition.ts';
import { judge } from './judge.ts';
import { type PrintLimits, printCondition } from './print-condition.ts';

const limits: PrintLimits = { listItems: 4, length: 160 };

/** What a rule with a threshold or sequence needs beside an event on which its condition holds. */
export function needsOf(rule: Rule): string | undefined {
  const { threshold, sequence } = rule;
  if (threshold !== undefined) {
    const { count, window, by, distinct } = threshold;
    const what =
      distinct === undefined
        ? `${count} such events`
        : `${count} different values of ${distinct.label} in such events`;
    return `${what} within ${window.text}${sharing(by)}`;
  }
  if (sequence === undefined) return undefined;
  const steps = sequence.steps.map(({ source, tree }, index) => {
    const where = source === rule.source ? '' : ` of the source "${source}"`;
    return `(${index + 1}) ${printCondition(tree, limits)}${where}`;
  });
  return `before it, within ${sequence.window.text}${sharing(sequence.by)}, in this order: ${steps.join('; ')}`;
}

function sharing(by: readonly GroupField[]): string {
  return by.length === 0 ? '' : ` with the same ${by.map(({ label }) => label).join(', ')}`;
}

/** Positions, from 1, of the steps that the event is. */
export function stepsOf(rule: Rule, event: Event): readonly number[] {
  const steps = rule.sequence?.steps ?? [];
  return steps.flatMap(({ source, tree }, index) =>
    source === event.source && judge(tree, event).verdict ? [index + 1] : [],
  );
}
