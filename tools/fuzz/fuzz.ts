import { Random } from './random.ts';
import { Broken, type Target } from './targets.ts';

export interface Failure {
  readonly target: string;
  readonly reason: string;
  /** The shortest input found that fails in the same way. */
  readonly input: string;
}

export interface Counted {
  readonly target: string;
  readonly cases: number;
  readonly slowestMs: number;
}

export interface FuzzResult {
  readonly counted: readonly Counted[];
  readonly failure?: Failure;
}

/** Longer than any input of this size may take, also on a busy machine. */
const patienceMs = 10_000;
const maxMinimiseRuns = 400;

/** Gives the targets inputs in turn until `isOver`, or one fails. The same seed gives the same inputs. */
export function fuzz(targets: readonly Target[], seed: number, isOver: () => boolean): FuzzResult {
  const random = new Random(seed);
  const counts = targets.map(({ name }) => ({ target: name, cases: 0, slowestMs: 0 }));
  while (!isOver()) {
    for (const [index, target] of targets.entries()) {
      const input = target.make(random);
      const start = performance.now();
      const reason = reasonOf(target, input);
      const took = performance.now() - start;
      const count = counts[index];
      if (count !== undefined) {
        count.cases += 1;
        count.slowestMs = Math.max(count.slowestMs, took);
      }
      if (reason !== undefined) {
        const shortest = minimise(input, (candidate) => reasonOf(target, candidate) !== undefined);
        return { counted: counts, failure: { target: target.name, reason, input: shortest } };
      }
    }
  }
  return { counted: counts };
}

const prototypeNames = namesOfPrototypes();

function namesOfPrototypes(): string {
  return [Object.prototype, Array.prototype, Function.prototype, String.prototype]
    .map((prototype) => Object.getOwnPropertyNames(prototype).join())
    .join(';');
}

/** Why an input fails; undefined when it does not. */
function reasonOf(target: Target, input: string): string | undefined {
  const start = performance.now();
  try {
    target.run(input);
  } catch (error) {
    if (error instanceof Broken) return error.message;
    return error instanceof Error
      ? `threw ${error.name}: ${error.message}\n${error.stack ?? ''}`
      : `threw ${String(error)}`;
  }
  const took = performance.now() - start;
  if (took > patienceMs) return `took ${Math.round(took)} ms`;
  return namesOfPrototypes() === prototypeNames ? undefined : 'a prototype was changed';
}

/** Leaves out parts of an input, ever smaller ones, as long as it still fails. */
export function minimise(input: string, fails: (candidate: string) => boolean): string {
  let shortest = input;
  let runs = 0;
  for (
    let size = Math.ceil(input.length / 2);
    size >= 1 && runs < maxMinimiseRuns;
    size = Math.floor(size / 2)
  ) {
    for (let at = 0; at < shortest.length && runs < maxMinimiseRuns; runs += 1) {
      const candidate = shortest.slice(0, at) + shortest.slice(at + size);
      if (fails(candidate)) shortest = candidate;
      else at += size;
    }
  }
  return shortest;
}
