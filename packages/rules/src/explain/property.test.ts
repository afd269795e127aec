import type { ExplanationNode } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { loadRules } from '../load.ts';
import { interpret } from '../testing/interpreter.ts';
import { events, ruleFiles, testSource } from '../testing/random-rules.ts';
import { explainRule } from './explain-rule.ts';
import { compileNearness } from './nearness.ts';

const runs = Number(process.env.PROPERTY_RUNS ?? 50);

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
          const near = compileNearness(rule.tree)(event);
          expect(near === 1).toBe(explanation.tree.verdict);
          expect(near >= 0 && near <= 1).toBe(true);
          expect(explanation.reason).toMatch(/^(?:Fires|Does not fire): .+\.$/s);
          const exceptions = rule.exceptions.flatMap(({ tree }) =>
            tree === undefined ? [] : [interpret(tree, event)],
          );
          const told = explanation.exceptions.filter(
            ({ firesIf }) => !firesIf.startsWith('fires in any case'),
          );
          expect(told.map(({ applies }) => applies)).toEqual(exceptions);
          expect(wrongNodes(explanation.tree)).toEqual([]);
        }
      }),
      { numRuns: runs },
    );
  });
});

/** Nodes whose verdict does not follow from their parts, or whose marks do not from left-to-right evaluation. */
function wrongNodes(node: ExplanationNode): readonly string[] {
  const { kind, verdict, children, isEvaluated, isDecisive } = node;
  const [first] = children;
  const decider = children.findIndex((child) => child.verdict === (kind === 'or'));
  const isJunction = kind === 'and' || kind === 'or';
  const isRight =
    (kind !== 'and' || verdict === children.every((child) => child.verdict)) &&
    (kind !== 'or' || verdict === children.some((child) => child.verdict)) &&
    (kind !== 'not' || verdict !== first?.verdict) &&
    (kind !== 'macro' || verdict === first?.verdict) &&
    (isEvaluated || !isDecisive) &&
    children.every((child, index) => {
      const isReached = !isJunction || decider === -1 || index <= decider;
      const isDeciding = !isJunction || decider === -1 || index === decider;
      return (
        child.isEvaluated === (isEvaluated && isReached) && child.isDecisive === (isDecisive && isDeciding)
      );
    });
  return [...(isRight ? [] : [node.text]), ...children.flatMap(wrongNodes)];
}
