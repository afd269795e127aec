import type { Fields } from '../ordinary-day/fields.ts';
import { createRandom, type Random } from '../ordinary-day/random.ts';
import { clusterHabits } from './cluster.ts';
import { operatorHabits } from './operators.ts';
import { peopleHabits } from './people.ts';
import type { Habit } from './request.ts';

const millisecondsOfDay = 86_400_000;
const habits = [...clusterHabits, ...operatorHabits, ...peopleHabits];
const totalWeight = habits.reduce((sum, habit) => sum + habit.weight, 0);

/**
 * At least `count` audit events of a cluster on EKS with Fargate on a day when nothing happens. In order of time; the same
 * for the same seed.
 */
export function ordinaryClusterDay(seed: number, count: number): readonly Fields[] {
  const random = createRandom(seed);
  const requests: Fields[] = [];
  while (requests.length < count) requests.push(...choose(random).make(random));
  const started = Date.UTC(2026, 2, 2);
  return requests.map((request, index) => {
    const time = new Date(started + Math.floor((index * millisecondsOfDay) / requests.length)).toISOString();
    return {
      auditID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      requestReceivedTimestamp: time,
      stageTimestamp: time,
      ...request,
    };
  });
}

function choose(random: Random): Habit {
  let rest = random.next() * totalWeight;
  for (const habit of habits) {
    rest -= habit.weight;
    if (rest < 0) return habit;
  }
  throw new Error('the weights of the habits do not add up');
}
