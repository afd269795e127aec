import { describe, expect, test } from 'vitest';
import { EventTimes } from './event-times.ts';

const second = 1_000_000_000n;
const now = 1_790_000_000n * second;

function judge(times: readonly bigint[]) {
  const judged = new EventTimes();
  const accepted = times.map((time, index) => {
    judged.anchors(time);
    return judged.accepts(time, index + 1);
  });
  return { accepted, misdated: judged.misdated, first: judged.firstMisdated };
}

describe('times of events', () => {
  test.each<[string, readonly bigint[], readonly boolean[]]>([
    ['one after the other', [now, now + second, now + 86_400n * second], [true, true, true]],
    ['out of order', [now, now - second], [true, true]],
    ['nought', [now, 0n, now + second], [true, false, true]],
    ['centuries later', [now, 7_300_000_000n * second], [true, false]],
    ['the largest number', [now, 2n ** 64n - 1n, now], [true, false, true]],
    ['two years later', [now, now + 63_200_000n * second], [true, false]],
    ['counted from the start of a machine', [1n, 2n, 3_000_000_000n], [true, true, true]],
  ])('%s', (_name, times, accepted) => {
    const judged = judge(times);
    expect(judged.accepted).toEqual(accepted);
    expect(judged.misdated).toBe(accepted.filter((one) => !one).length);
    const first = accepted.indexOf(false);
    expect(judged.first).toBe(first === -1 ? undefined : first + 1);
  });

  test('the first one that can be is what others are measured by', () => {
    const times = new EventTimes();
    expect(times.anchors(0n)).toBe(false);
    expect(times.anchors(now)).toBe(true);
    expect(times.anchors(now + 1n)).toBe(false);
    expect(times.accepts(now + second, 3)).toBe(true);
    expect(times.accepts(0n, 4)).toBe(false);
  });
});
