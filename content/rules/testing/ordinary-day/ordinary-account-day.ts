import { account, region } from './actors.ts';
import { deploying } from './deploying.ts';
import type { Fields } from './fields.ts';
import type { Habit } from './habit.ts';
import { createRandom, type Random } from './random.ts';
import { running } from './running.ts';
import { working } from './working.ts';

const secondsOfDay = 86_400;
const tasksAtATime = 12;
const habits = [...deploying, ...running, ...working];
const totalWeight = habits.reduce((sum, habit) => sum + habit.weight, 0);

/**
 * `count` CloudTrail records of an account on a day when nothing happens: pipelines deploy, tasks and services
 * of AWS work, people look around. In order of time; the same for the same seed.
 */
export function ordinaryAccountDay(seed: number, count: number): readonly Fields[] {
  const random = createRandom(seed);
  const shifts = Array.from({ length: 24 }, () => taskIds(random));
  const moments = Array.from({ length: count }, () => {
    const habit = choose(random);
    return { habit, second: secondOf(habit, random) };
  }).sort((a, b) => a.second - b.second);
  return moments.map(({ habit, second }, index) => ({
    eventVersion: '1.10',
    eventTime: new Date(Date.UTC(2026, 2, 2, 0, 0, second)).toISOString().replace('.000Z', 'Z'),
    eventType: 'AwsApiCall',
    eventID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    awsRegion: region,
    recipientAccountId: account,
    managementEvent: true,
    eventCategory: 'Management',
    ...habit.make(random, shifts[Math.floor(second / 3600)] ?? taskIds(random)),
  }));
}

function choose(random: Random): Habit {
  let rest = random.next() * totalWeight;
  for (const habit of habits) {
    rest -= habit.weight;
    if (rest < 0) return habit;
  }
  throw new Error('the weights of the habits do not add up');
}

function secondOf({ hours: [first, last] = [0, 24] }: Habit, random: Random): number {
  return Math.min(secondsOfDay - 1, first * 3600 + random.below((last - first) * 3600));
}

function taskIds(random: Random): readonly [string, ...string[]] {
  return [random.hex(32), ...Array.from({ length: tasksAtATime - 1 }, () => random.hex(32))];
}
