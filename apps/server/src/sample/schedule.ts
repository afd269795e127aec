import { z } from 'zod';
import { randomOf } from './seeded.ts';

const durationPattern = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** An ISO 8601 duration of days, hours, minutes and seconds in milliseconds; undefined when it is none. */
function durationMs(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null || /P$|T$/.test(text)) return undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === undefined ? total : -total) * 1000;
}

/** A duration in a file: `-PT3H` is three hours before the sample was first loaded. Milliseconds. */
export const durationSchema: z.ZodType<number> = z.string().transform((text, context) => {
  const ms = durationMs(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: `"${text}" is no duration such as -P1DT2H or PT20M` });
  return z.NEVER;
});

/** When something happens, as offsets from the time base of the sample. */
export interface Schedule {
  /** At these offsets … */
  readonly at?: number | readonly number[] | undefined;
  /** … or again and again, from `from` to `until`, moved by up to `jitter` either way. */
  readonly every?: number | undefined;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly jitter?: number | undefined;
}

export const scheduleFields: {
  readonly [K in keyof Schedule]-?: z.ZodType<Schedule[K]>;
} = {
  at: z.union([durationSchema, z.array(durationSchema)]).optional(),
  every: durationSchema.optional(),
  from: durationSchema.optional(),
  until: durationSchema.optional(),
  jitter: durationSchema.optional(),
};

const week = 7 * 86_400_000;

/** The offsets at which a schedule occurs, none in the future. The same seed gives the same offsets. */
export function occurrences(schedule: Schedule, seed: string): readonly number[] {
  if (schedule.at !== undefined) return typeof schedule.at === 'number' ? [schedule.at] : schedule.at;
  const { every, from = -week, until = 0, jitter = 0 } = schedule;
  if (every === undefined || every <= 0) throw new Error(`${seed}: needs "at" or "every"`);
  const random = randomOf(`schedule ${seed}`);
  const offsets: number[] = [];
  for (let offset = from + every * random(); offset <= until; offset += every) {
    offsets.push(Math.min(Math.round(offset + (random() * 2 - 1) * jitter), until));
  }
  return offsets;
}
