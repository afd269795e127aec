import type { Process, TimeSpan } from '@breakwater/investigate';

export interface ProcessRow {
  readonly process: Process;
  readonly depth: number;
  readonly childCount: number;
  readonly isOpen: boolean;
}

const deepest = 40;

/** Whether a process lived at some time of a span. */
export function livedIn({ startedAt, endedAt }: Process, span: TimeSpan | undefined): boolean {
  if (span === undefined) return true;
  return (
    (startedAt ?? Number.NEGATIVE_INFINITY) < span.to && (endedAt ?? Number.POSITIVE_INFINITY) >= span.from
  );
}

/**
 * The tree as rows, children below their parents in the order in which they started. Of what was searched for the
 * ancestors stay in view. What is in `closed` hides its children.
 */
export function processRows(
  processes: readonly Process[],
  options: {
    readonly span: TimeSpan | undefined;
    readonly text: string | undefined;
    readonly closed: ReadonlySet<number>;
  },
): readonly ProcessRow[] {
  const wanted = wantedOf(processes, options.span, options.text?.toLowerCase());
  const children = Map.groupBy(
    processes.filter(({ number }) => wanted.has(number)),
    ({ parent, number }) => (wanted.has(parent) && parent !== number ? parent : 0),
  );
  const rows: ProcessRow[] = [];
  const waiting = [...(children.get(0) ?? [])].reverse().map((process) => ({ process, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { process, depth } = next;
    const own = children.get(process.number) ?? [];
    const isOpen = !options.closed.has(process.number);
    rows.push({ process, depth: Math.min(depth, deepest), childCount: own.length, isOpen });
    if (!isOpen) continue;
    for (const child of [...own].reverse()) waiting.push({ process: child, depth: depth + 1 });
  }
  return rows;
}

function wantedOf(
  processes: readonly Process[],
  span: TimeSpan | undefined,
  text: string | undefined,
): ReadonlySet<number> {
  const wanted = new Set<number>();
  for (const process of processes) {
    if (!livedIn(process, span)) continue;
    if (text !== undefined && !textOf(process).includes(text)) continue;
    // A parent is told of before its children: the way up ends.
    for (let one: Process | undefined = process; one !== undefined && !wanted.has(one.number); ) {
      wanted.add(one.number);
      one = one.parent === 0 ? undefined : processes[one.parent - 1];
    }
  }
  return wanted;
}

function textOf({ pid, name, commandLine, user }: Process): string {
  return `${pid} ${name} ${commandLine} ${user}`.toLowerCase();
}
