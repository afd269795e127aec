import type { Fields } from './fields.ts';
import type { Random } from './random.ts';

/** Something that happens again and again. */
export interface Habit {
  /** How often, in relation to the others. */
  readonly weight: number;
  /** Hours of the day between which it happens, the second not included; absent: at any hour. */
  readonly hours?: readonly [number, number];
  /** `tasks` are the ids of the tasks that run at that time. */
  readonly make: (random: Random, tasks: readonly [string, ...string[]]) => Fields;
}
