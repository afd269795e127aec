import type { TaskState } from './task-state.ts';

/** The moments of a task's life that ECS tells, in the order in which they normally come. */
const phases = [
  ['created', 'createdAt'],
  ['pull-started', 'pullStartedAt'],
  ['pull-stopped', 'pullStoppedAt'],
  ['started', 'startedAt'],
  ['stopping', 'stoppingAt'],
  ['execution-stopped', 'executionStoppedAt'],
  ['stopped', 'stoppedAt'],
] as const;

export interface LifeLineEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly phase: (typeof phases)[number][0];
  /** Milliseconds since the entry before. */
  readonly sincePreviousMs?: number;
}

/** The life of a task in order of time; phases that ECS did not tell are left out. */
export function lifeLine(task: TaskState): readonly LifeLineEntry[] {
  const known: { at: string; phase: LifeLineEntry['phase'] }[] = [];
  for (const [phase, key] of phases) {
    const at = task[key];
    if (at !== undefined) known.push({ at, phase });
  }
  known.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return known.map((entry, index) => {
    const previous = known[index - 1];
    if (previous === undefined) return entry;
    return { ...entry, sincePreviousMs: Date.parse(entry.at) - Date.parse(previous.at) };
  });
}
