import type { LifeLineEntry } from '@breakwater/api';

type Phase = LifeLineEntry['phase'];

/** What a task is doing between two entries of its life line. */
export type Stage = 'waiting' | 'pulling' | 'starting' | 'running' | 'stopping' | 'cleaning';

export interface LifeSegment {
  readonly stage: Stage;
  readonly from: number;
  readonly to: number;
  /** The part of the whole life, 0 to 1, by which it is drawn: to scale, but never too thin to be seen. */
  readonly share: number;
  /** True when it is drawn wider than to scale. */
  readonly isWidened: boolean;
}

/** The least share that is drawn: about four pixels of a panel. */
const leastShare = 0.008;

const stageAfter: Readonly<Record<Phase, Stage>> = {
  created: 'waiting',
  'pull-started': 'pulling',
  'pull-stopped': 'starting',
  started: 'running',
  stopping: 'stopping',
  'execution-stopped': 'cleaning',
  stopped: 'cleaning',
};

/**
 * The life of a task as segments drawn to scale. A task that still lives ends at `now`. Neighbours of one stage are one
 * segment; a moment without length is none.
 */
export function lifeSegments(entries: readonly LifeLineEntry[], now: number): readonly LifeSegment[] {
  const moments = entries
    .map((entry) => ({ phase: entry.phase, at: Date.parse(entry.at) }))
    .filter((moment) => !Number.isNaN(moment.at));
  const last = moments.at(-1);
  if (!last) return [];
  const ends =
    last.phase === 'stopped'
      ? moments
      : [...moments, { phase: 'stopped' as const, at: Math.max(now, last.at) }];
  const raw: { stage: Stage; from: number; to: number }[] = [];
  for (const [index, { phase, at }] of ends.entries()) {
    const next = ends[index + 1];
    if (!next || next.at <= at) continue;
    const stage = stageAfter[phase];
    const before = raw.at(-1);
    if (before && before.stage === stage && before.to === at) before.to = next.at;
    else raw.push({ stage, from: at, to: next.at });
  }
  return withShares(raw);
}

/** Thin segments get the least share; the others give it up in proportion. */
function withShares(
  raw: readonly { readonly stage: Stage; readonly from: number; readonly to: number }[],
): readonly LifeSegment[] {
  const total = raw.reduce((sum, one) => sum + one.to - one.from, 0);
  const scaled = raw.map((one) => ({ ...one, share: (one.to - one.from) / total }));
  const thin = scaled.filter((one) => one.share < leastShare);
  const wide = scaled.filter((one) => one.share >= leastShare).reduce((sum, one) => sum + one.share, 0);
  const left = 1 - thin.length * leastShare;
  return scaled.map((one) =>
    one.share < leastShare
      ? { ...one, share: leastShare, isWidened: true }
      : { ...one, share: (one.share / wide) * left, isWidened: false },
  );
}

/** How long a task ran, in milliseconds; undefined when it never reached RUNNING. */
export function livedMs(
  task: { readonly startedAt?: string; readonly stoppedAt?: string },
  now: number,
): number | undefined {
  if (task.startedAt === undefined) return undefined;
  const end = task.stoppedAt === undefined ? now : Date.parse(task.stoppedAt);
  const lived = end - Date.parse(task.startedAt);
  return Number.isNaN(lived) ? undefined : Math.max(0, lived);
}
