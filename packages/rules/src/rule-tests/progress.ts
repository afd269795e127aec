import type { Rule } from '../ruleset.ts';
import type { EngineState } from '../stateful/state.ts';

/**
 * How far a rule with a threshold or sequence came in its fullest group: `1 of 3 counted`, `1 of 2 steps`. Undefined for
 * other rules, and when nothing counted.
 */
export function progressOf(rule: Rule, state: EngineState): string | undefined {
  const groups = state.rules.find((one) => one.rule === rule.name)?.groups ?? [];
  const { threshold, sequence } = rule;
  if (threshold !== undefined) {
    const window = threshold.window.seconds * 1e6;
    const isDistinct = threshold.distinct !== undefined;
    const counts = groups.map(({ stages: [entries = []] }) => fullest(entries, window, isDistinct));
    const most = Math.max(0, ...counts);
    return most === 0 ? undefined : `${most} of ${threshold.count} counted`;
  }
  if (sequence === undefined) return undefined;
  const total = sequence.steps.length + 1;
  const seen = Math.max(
    0,
    ...groups.map(({ stages }) => stages.filter((entries) => entries.length > 0).length),
  );
  return seen === 0 ? undefined : `${seen} of ${total} steps seen`;
}

type Entries = EngineState['rules'][number]['groups'][number]['stages'][number];

/** The most entries, or different values, that one window holds. */
function fullest(entries: Entries, window: number, isDistinct: boolean): number {
  const inside = new Map<string, number>();
  let most = 0;
  let start = 0;
  for (const [index, [time, id, value]] of entries.entries()) {
    const key = isDistinct ? String(value) : id;
    inside.set(key, (inside.get(key) ?? 0) + 1);
    for (; start < index; start += 1) {
      const [oldest, oldId, oldValue] = entries[start] ?? [time, id, value];
      if (time - oldest <= window) break;
      const oldKey = isDistinct ? String(oldValue) : oldId;
      const left = (inside.get(oldKey) ?? 1) - 1;
      if (left === 0) inside.delete(oldKey);
      else inside.set(oldKey, left);
    }
    most = Math.max(most, inside.size);
  }
  return most;
}
