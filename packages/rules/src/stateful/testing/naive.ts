/** An event as the naive evaluators see it: which stages it fits, the last one being the rule's own condition. */
export interface Arrival {
  /** Microseconds. */
  readonly time: number;
  readonly id: string;
  readonly key: string;
  readonly value?: string;
  readonly stages: readonly number[];
}

/** The ids of the events that made the rule fire, one list a detection, with the arrival that completed it. */
export interface NaiveFired {
  readonly at: number;
  readonly ids: readonly string[];
}

interface Settings {
  readonly count: number;
  readonly window: number;
}

/**
 * A threshold, looking at all events so far every time. Of different values, what is between two of the same value no
 * more than a window apart no longer counts, once a newer one came in the order of time; and what falls within a window
 * that fired, and whose value was counted there, is part of it.
 */
export function naiveThreshold(
  arrivals: readonly Arrival[],
  { count, window }: Settings,
): readonly NaiveFired[] {
  const fired: NaiveFired[] = [];
  const seen = new Set<string>();
  const spans: (readonly Arrival[])[] = [];
  let open: Arrival[] = [];
  for (const [at, arrival] of arrivals.entries()) {
    if (arrival.stages.length === 0) continue;
    if (arrival.value === undefined ? seen.has(arrival.id) : isPart(arrival, open, spans)) continue;
    seen.add(arrival.id);
    const between = inBetween(open, arrival, { count, window });
    if (between !== undefined) open = open.filter((one) => one !== between);
    open = inOrder([...open, arrival]);
    const group = open.filter(({ key }) => key === arrival.key);
    for (const { time: start } of group) {
      const inside = group.filter((one) => one.time >= start && one.time <= start + window);
      const size = new Set(inside.map((one) => one.value ?? one.id)).size;
      if (!inside.includes(arrival) || size < count) continue;
      fired.push({ at, ids: inside.map(({ id }) => id) });
      spans.push(inside);
      open = open.filter((one) => !inside.includes(one));
      break;
    }
  }
  return fired;
}

/** Of different values: whether an event of that moment and value is there, or a window that fired holds it. */
function isPart(
  { key, time, value }: Arrival,
  open: readonly Arrival[],
  spans: readonly (readonly Arrival[])[],
): boolean {
  if (open.some((one) => one.key === key && one.time === time && one.value === value)) return true;
  return spans.some((span) => {
    const [first] = span;
    const isWithin = first !== undefined && first.time <= time && time <= (span.at(-1)?.time ?? time);
    return isWithin && first.key === key && span.some((one) => one.value === value);
  });
}

/** The last of the value that arrives, when another one before it is within the window of the arrival, and many are. */
function inBetween(
  open: readonly Arrival[],
  { key, value, time }: Arrival,
  { count, window }: Settings,
): Arrival | undefined {
  const group = open.filter((one) => one.key === key);
  if (value === undefined || group.some((one) => one.time > time)) return undefined;
  const recent = group.filter((one) => one.time >= time - window);
  if (recent.length < 2 * count) return undefined;
  const repeats = recent.filter((one) => one.value === value);
  return repeats.length < 2 ? undefined : repeats.at(-1);
}

interface Staged extends Arrival {
  readonly stage: number;
}

/** A sequence by trying every choice of events. `steps` is the number of steps before the last event. */
export function naiveSequence(
  arrivals: readonly Arrival[],
  steps: number,
  window: number,
): readonly NaiveFired[] {
  const fired: NaiveFired[] = [];
  const used = new Set<string>();
  let open: Staged[] = [];
  for (const [at, arrival] of arrivals.entries()) {
    const stages = arrival.stages.toSorted((a, b) => Number(b === steps) - Number(a === steps) || a - b);
    for (const stage of stages) {
      if (used.has(arrival.id) || open.some((one) => one.id === arrival.id && one.stage === stage)) continue;
      open = inOrder([...open, { ...arrival, stage }]);
      const group = open.filter(({ key }) => key === arrival.key);
      const last = group.find((one) => one.stage === steps && isComplete(group, one, steps, window));
      if (last === undefined) continue;
      fired.push({ at, ids: [last.id] });
      const done = group.filter(({ time }) => time <= last.time);
      for (const { id } of done) used.add(id);
      open = open.filter((one) => !done.includes(one));
    }
  }
  return fired;
}

function isComplete(group: readonly Staged[], last: Staged, steps: number, window: number): boolean {
  const search = (stage: number, time: number, taken: readonly string[]): boolean =>
    stage < 0 ||
    group.some(
      (one) =>
        one.stage === stage &&
        one.time <= time &&
        one.time >= last.time - window &&
        !taken.includes(one.id) &&
        search(stage - 1, one.time, [...taken, one.id]),
    );
  return search(steps - 1, last.time, [last.id]);
}

function inOrder<T extends Arrival>(arrivals: readonly T[]): T[] {
  return arrivals.toSorted((a, b) => a.time - b.time);
}
