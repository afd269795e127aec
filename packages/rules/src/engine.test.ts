import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { loadRules } from './load.ts';
import { formatDiagnostic } from './report.ts';
import type { Ruleset } from './ruleset.ts';
import { interpret } from './testing/interpreter.ts';
import { events, ruleFiles, testSource } from './testing/random-rules.ts';

function rulesetOf(text: string): Ruleset {
  const { ruleset, errors } = loadRules([{ name: 'r.yaml', text }], { sources: [testSource] });
  if (ruleset === undefined) throw new Error(errors.map(formatDiagnostic).join('\n'));
  return ruleset;
}

describe('the verdict is that of the plain tree', () => {
  const runs = Number(process.env.PROPERTY_RUNS ?? 300);

  test.each([true, false])('whatever is shared, reordered or fused; indexed: %s', (isIndexed) => {
    const property = fc.property(
      ruleFiles,
      fc.array(events, { minLength: 1, maxLength: 6 }),
      (text, some) => {
        const ruleset = rulesetOf(text);
        const engine = createEngine(ruleset, { ruleMatching: 'all', isIndexed });
        for (const event of some) {
          const expected = ruleset.rules
            .filter((rule) => interpret(rule.tree, event))
            .map(({ name }) => name);
          expect(engine.evaluate(event).map(({ rule }) => rule)).toEqual(expected);
        }
        expect(engine.failures()).toEqual([]);
      },
    );
    fc.assert(property, { numRuns: runs });
  });

  test('the first match in load order is the first of all matches', () => {
    const property = fc.property(ruleFiles, events, (text, event) => {
      const ruleset = rulesetOf(text);
      const [first] = createEngine(ruleset, { ruleMatching: 'all' }).evaluate(event);
      expect(createEngine(ruleset).evaluate(event)).toEqual(first === undefined ? [] : [first]);
    });
    fc.assert(property, { numRuns: 50 });
  });
});
