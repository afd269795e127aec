import type { ExplanationNode } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { loadRules } from '../load.ts';
import { interpret } from '../testing/interpreter.ts';
import { events, ruleFiles, testSource } from '../testing/random-rules.ts';
import { explainRule } from './explain-rule.ts';

const runs = Number(process.env.PROPERTY_RUNS ?? 300);

describe('explainRule on any rule and event', () => {
  test('agrees with the engine, and its decisive path decides', () => {
    fc.assert(
      fc.property(ruleFiles, events, (text, event) => {
        const { ruleset } = loadRules([{ name: 'rules.yaml', text }], { sources: [testSource] });
        if (ruleset === undefined) throw new Error('the rules do not load');
        const fired = new Set(
          createEngine(ruleset, { ruleMatching: 'all' })
            .evaluate(event)
            .map(({ rule }) => rule),
        );
        for (const rule of ruleset.rules) {
          const explanation = explainRule(ruleset, rule.name, event);
          expect(explanation.fired).toBe(fired.has(rule.name));
          expect(explanation.tree.verdict).toBe(interpret(rule.tree, event));
          expect(explanation.reason).toMatch(/^(?:Fires|Does not fire): .+\.$/s);
          const exceptions = rule.exceptions.flatMap(({ tree }) =>
            tree === undefined ? [] : [interpret(tree, event)],
          );
          const told = explanation.exceptions.filter(
            ({ firesIf }) => !firesIf.startsWith('fires in any case'),
          );
          expect(told.map(({ applies }) => applies)).toEqual(exceptions);
          checkNode(explanation.tree);
        }
      }),
      { numRuns: runs },
    );
  });
});

/** Verdicts follow from those of the parts, and the marks from left-to-right evaluation. */
function checkNode(node: ExplanationNode): void {
  const { kind, verdict, children, isEvaluated, isDecisive } = node;
  if (kind === 'and') expect(verdict).toBe(children.every((child) => child.verdict));
  if (kind === 'or') expect(verdict).toBe(children.some((child) => child.verdict));
  if (kind === 'not') expect(verdict).toBe(children[0]?.verdict !== true);
  if (kind === 'macro') expect(verdict).toBe(children[0]?.verdict);
  if (isDecisive) expect(isEvaluated).toBe(true);
  if (!isEvaluated) expect(children.some((child) => child.isEvaluated)).toBe(false);
  if (!isDecisive) expect(children.some((child) => child.isDecisive)).toBe(false);
  if (isDecisive && children.length > 0) expect(children.some((child) => child.isDecisive)).toBe(true);
  const decider = children.findIndex((child) => child.verdict === (kind === 'or'));
  const evaluated = children.map((child) => child.isEvaluated);
  if (isEvaluated && (kind === 'and' || kind === 'or')) {
    expect(evaluated).toEqual(children.map((_, index) => decider === -1 || index <= decider));
  }
  for (const child of children) checkNode(child);
}
