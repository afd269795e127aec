import { createHash } from 'node:crypto';
import { setImmediate as yieldTurn } from 'node:timers/promises';
import type { Match, Package } from '@breakwater/model';
import {
  type JudgedPackage,
  type StateStore,
  type StoredVariant,
  type StoredVariantMatches,
  type VariantJudgement,
  variantMatches,
} from '@breakwater/store';
import {
  type AdvisoryDatabase,
  hasAdvisories,
  judgementState,
  judgeVariant,
  type PackageKey,
  type PackageVariant,
  withMemory,
} from '@breakwater/vuln';
import { advanceVariant, type VulnerabilityChange } from './variant-life.ts';
import { countMatches } from './vulnerability-counts.ts';

/** A variant after it was judged anew. */
export interface JudgedVariant {
  readonly variant: StoredVariant;
  readonly matches: StoredVariantMatches;
  readonly changes: readonly VulnerabilityChange[];
}

export interface JudgeOptions {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** How long the thread is held before others get their turn. */
const sliceMs = 20;
const readAtOnce = 1000;

/** A variant of which the data set says something else than what it was last judged by, and the name of what it says now. */
export interface StaleVariant {
  readonly variant: StoredVariant;
  readonly state: string;
}

/** The variants that have to be judged; those that share a key come together. */
export function staleVariants(
  variants: Iterable<StoredVariant>,
  database: AdvisoryDatabase,
): readonly StaleVariant[] {
  const stale: StaleVariant[] = [];
  const states = new Map<string, string>();
  for (const variant of variants) {
    const keys = keysOf(variant);
    const text = `${variant.advisoryName}\0${variant.ecosystems.join('\0')}`;
    let state = states.get(text);
    if (state === undefined) {
      state = judgementState(keys, database);
      states.set(text, state);
    }
    if (variant.judgement?.state !== state) stale.push({ variant, state });
  }
  return stale.sort((a, b) => compareText(orderOf(a.variant), orderOf(b.variant)));
}

/** Judges variants one after the other; others get their turn in between. */
export async function judgeVariants(
  state: StateStore,
  stale: readonly StaleVariant[],
  source: AdvisoryDatabase,
  { time, signal, onProgress }: JudgeOptions,
): Promise<readonly JudgedVariant[]> {
  const database = withMemory(source);
  const judged: JudgedVariant[] = [];
  let sliceStart = performance.now();
  for (let start = 0; start < stale.length; start += readAtOnce) {
    const some = stale.slice(start, start + readAtOnce);
    const known = await readMatches(
      state,
      some.map(({ variant }) => variant),
    );
    for (const one of some) {
      judged.push(judgeOne(one, known.get(one.variant.key), database, time));
      if (performance.now() - sliceStart < sliceMs) continue;
      onProgress(judged.length, stale.length);
      await yieldTurn();
      signal.throwIfAborted();
      sliceStart = performance.now();
    }
  }
  return judged;
}

function judgeOne(
  { variant, state }: StaleVariant,
  known: StoredVariantMatches | undefined,
  database: AdvisoryDatabase,
  time: string,
): JudgedVariant {
  const keys = keysOf(variant);
  const hasData = hasAdvisories(keys, database);
  const { matches, gaps } = judgeVariant(judgedVariant(variant), database);
  const before = known ?? { variant: variant.key, matches: [], gaps: [], findings: [] };
  if (!hasData) {
    const judgement: VariantJudgement = { state, hasData, print: 0 };
    return { variant: { ...variant, judgement }, matches: { ...before, gaps }, changes: [] };
  }
  const life = advanceVariant(variant.key, before.findings, before.matches, matches, time);
  const judgement: VariantJudgement = {
    state,
    hasData,
    print: printOf(matches, gaps),
    ...(matches.length === 0 ? {} : { counts: countMatches(matches) }),
  };
  return {
    variant: { ...variant, judgement },
    matches: { variant: variant.key, matches, gaps, findings: life.findings },
    changes: life.changes,
  };
}

/** A stored variant as it is judged. */
function judgedVariant({ package: target, distro }: StoredVariant): PackageVariant {
  return { package: packageOf(target), ...(distro === undefined ? {} : { distro }) };
}

function packageOf(target: JudgedPackage): Package {
  return { ...target, locations: [], licenses: [], foundBy: '' };
}

function keysOf({ ecosystems, advisoryName = '' }: StoredVariant): readonly PackageKey[] {
  return ecosystems.map((ecosystem) => ({ ecosystem, name: advisoryName }));
}

function orderOf({ ecosystems, advisoryName }: StoredVariant): string {
  return `${ecosystems[0]}\0${advisoryName}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** 0 for nothing; else 40 bits of all that a row or a policy could read. */
function printOf(matches: readonly Match[], gaps: readonly string[]): number {
  if (matches.length + gaps.length === 0) return 0;
  const texts = [...matches.map(textOf), ...gaps];
  return createHash('sha1').update(texts.join('\n')).digest().readUIntBE(0, 5) || 1;
}

function textOf({ aliases, details: _, package: __, summary: ___, ...rated }: Match): string {
  return `${Object.values(rated).join(' ')} ${aliases.join(' ')}`;
}

export function readMatches(
  state: StateStore,
  variants: readonly StoredVariant[],
): Promise<ReadonlyMap<string, StoredVariantMatches>> {
  return state.read(async (reader) => {
    const known = new Map<string, StoredVariantMatches>();
    for (const { key } of variants) {
      const stored = await reader.table(variantMatches).get(key);
      if (stored !== undefined) known.set(key, stored.record);
    }
    return known;
  });
}
