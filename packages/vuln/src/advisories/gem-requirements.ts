import { gem } from '../versions/gem.ts';
import type { Bound } from './advisory.ts';

type Json = Readonly<Record<string, unknown>>;

const pattern = /^(=|!=|<=?|>=?|~>)?\s*(\S+)$/;

/**
 * Reads RubySec's own statement: versions are affected unless they meet one of the requirements `patched_versions` or
 * `unaffected_versions` (each a comma-separated conjunction). Patched ones come first, lowest first: they name the fixes.
 * Undefined when the record states neither. Throws with a message for people on a requirement that cannot be read.
 */
export function readGemRequirements({ patched_versions, unaffected_versions }: Json): Bound[][] | undefined {
  if (!Array.isArray(patched_versions) && !Array.isArray(unaffected_versions)) return undefined;
  const patched = requirements(patched_versions).sort((a, b) => compareFirst(a, b));
  const unaffected = requirements(unaffected_versions).map((bounds) =>
    bounds.map((bound) => ({ ...bound, isFix: false })),
  );
  return [...patched, ...unaffected];
}

function requirements(list: unknown): Bound[][] {
  if (!Array.isArray(list)) return [];
  return list.map((text: unknown) => {
    if (typeof text !== 'string') throw new Error('a requirement is not a text');
    return text.split(',').flatMap((part) => readRequirement(part.trim()));
  });
}

/** `~> 2.2.1` is at least that and below 2.3, `~> 2.2` below 3 (RubyGems, "pessimistic version constraint"). */
function readRequirement(text: string): Bound[] {
  const [, operator = '=', version = ''] = pattern.exec(text) ?? [];
  if (!gem.isValid(version) || version === '') throw new Error(`"${text}" is not a requirement of RubyGems`);
  if (operator !== '~>')
    return [{ operator: operator as Bound['operator'], version, isFix: operator === '>=' }];
  return [
    { operator: '>=', version, isFix: true },
    { operator: '<', version: nextSeries(version), isFix: false },
  ];
}

/** Without its letters and last number, the number before it one higher; `0` is added so that prereleases stay below. */
function nextSeries(version: string): string {
  const numbers = version.split(/[.-]/);
  const letters = numbers.findIndex((part) => !/^\d+$/.test(part));
  const kept = letters < 0 ? numbers : numbers.slice(0, letters);
  const series = kept.length > 1 ? kept.slice(0, -1) : kept;
  return [...series.slice(0, -1), String(BigInt(series.at(-1) ?? '0') + 1n)].join('.');
}

function compareFirst([a]: readonly Bound[], [b]: readonly Bound[]): number {
  return a === undefined || b === undefined ? 0 : (gem.compare(a.version, b.version) ?? 0);
}
