import { describe, expect, test } from 'vitest';
import { EventTimes } from './event-times.ts';

const second = 1_000_000_000n;
const now = 1_790_000_000n * second;

function judge(times: readonly bigint[]) {
  const judged = new EventTimes();
  const accepted = times.map((time) => {
    judged.anchors(time);
    return judged.accepts(time);
  });
  return { accepted, misdated: judged.misdated };
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
  });

  test('those before the first that can be had none', () => {
    const times = new EventTimes();
    expect(times.anchors(0n)).toBe(false);
    expect(times.accepts(0n)).toBe(true);
    expect(times.anchors(now)).toBe(true);
    expect(times.accepts(now)).toBe(true);
    expect(times.anchors(now + 1n)).toBe(false);
    expect(times.accepts(0n)).toBe(false);
    expect(times.misdated).toBe(2);
  });
});
