import type { RuleStatistics } from '@breakwater/rules';
import { expect, test } from 'vitest';
import { createSummary, writeSummary } from './summary.ts';

function statistics(rule: string, slow: number, skipped: number): RuleStatistics {
  const none = { evaluated: 2000, fired: 0, suppressed: 0, failed: 0 };
  return { rule, source: 'json', ...none, slow, skipped };
}

test.each([
  [10, 1000, 'rule slow on 10 event(s), and not evaluated on 1000 for that: R\n'],
  [12, 0, 'rule slow on 12 event(s): R\n'],
  [9, 0, ''],
])('a rule slow on %i events, that sat out %i', (slow, skipped, line) => {
  const lines: string[] = [];
  const engine = { failures: () => [], statistics: () => [statistics('R', slow, skipped)] };
  writeSummary(createSummary(), engine, { write: (text) => lines.push(text) });
  const counts = '0 file(s), 0 record(s) evaluated, 0 rejected, 0 detection(s)\n';
  expect(lines.join('')).toBe(line + counts);
});
