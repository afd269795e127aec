import type { VerdictFix } from '@breakwater/model';
import type { Judgement, Violation } from './gate-kind.ts';

const maxNamed = 5;
const maxFixes = 3;

/** What a gate found: how many, under what conditions, and the first few by name. */
export function describeFound(
  violations: readonly Violation[],
  nouns: readonly [string, string],
  conditions: Judgement['conditions'] = [],
): string {
  const noun = violations.length === 1 ? nouns[0] : nouns[1];
  const named = violations
    .slice(0, maxNamed)
    .map(({ text }) => text)
    .join(', ');
  const rest = violations.length > maxNamed ? `, and ${violations.length - maxNamed} more` : '';
  const under = conditions.length === 0 ? '' : ` (${conditions.join(', ')})`;
  return `${violations.length} ${noun}${under}: ${named}${rest}`;
}

/** `upgrade libssl3 to 3.0.15: closes 4 of 6`, for the first few. */
export function describeFixes(fixes: readonly VerdictFix[], found: number): string[] {
  const told = fixes.slice(0, maxFixes).map((fix) => describeFix(fix, found));
  const more = fixes.length - told.length;
  return more > 0 ? [...told, `and ${more} more to do`] : told;
}

function describeFix({ kind, text, closes }: VerdictFix, found: number): string {
  if (kind === 'other') {
    const advice = text.replace(/\.$/, '');
    return closes === found ? advice : `${advice} (${closes} of ${found})`;
  }
  if (closes < found) return `${text}: closes ${closes} of ${found}`;
  return `${text}: closes ${found === 1 ? 'it' : 'all'}`;
}

/** One thing to do for each different fix, those that close most first. */
export function joinFixes(violations: readonly Violation[]): VerdictFix[] {
  const closes = new Map<string, number>();
  for (const { fix } of violations) if (fix !== undefined) closes.set(fix, (closes.get(fix) ?? 0) + 1);
  return [...closes]
    .map(([text, count]): VerdictFix => ({ kind: 'other', text, closes: count }))
    .sort((a, b) => b.closes - a.closes);
}
