import { severities, type StoredEvent } from '@breakwater/model';

/** A detection at `time` with sensible values; `changes` replaces what a test is about. */
export function testEvent(id: string, time: number, changes: Partial<StoredEvent> = {}): StoredEvent {
  return {
    kind: 'detection',
    id,
    time,
    source: 'syscall',
    title: `title of ${id}`,
    severity: 'medium',
    place: {},
    tags: [],
    isSample: false,
    fields: {},
    body: { id },
    ...changes,
  };
}

/** The events that round `round` of the kill test sends as batch `batch`: the same ones each time it is asked. */
export function killBatch(round: number, batch: number): StoredEvent[] {
  return Array.from({ length: 50 }, (_, index) => {
    const number = batch * 50 + index;
    const time = Date.UTC(2026, 2, 1 + (number % 3)) + number * 1000;
    const severity = severities[number % 5] ?? 'info';
    return testEvent(`${round}-${number}`, time, { severity, place: { account: `a${number % 4}` } });
  });
}
