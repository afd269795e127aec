import type { StoredEvent } from '@breakwater/model';
import { describe, expect, it } from 'vitest';
import { compose, groupKeyOf, noticeOf } from './compose.ts';
import { retryDelayMs, whenAllowed } from './retry.ts';
import { type DigestSchedule, isTimeZone, nextDigestAt } from './schedule.ts';

const row: StoredEvent = {
  kind: 'transition',
  id: 'a/b',
  time: Date.UTC(2026, 10, 23, 12),
  source: 'vulnerability',
  title: 'CVE-2026-1 affects\r\nBcc: x@example.com',
  severity: 'high',
  rule: 'CVE-2026-1',
  place: { account: '1', cluster: 'prod', service: 'web' },
  tags: [],
  isSample: false,
  fields: { 'proc.cmdline': 'curl -u root:hunter2' },
  body: { secret: 'hunter2' },
};

describe('nextDigestAt', () => {
  const daily = (at: string, timeZone: string): DigestSchedule => ({ every: 'day', at, timeZone });
  it.each<[string, DigestSchedule, string, string]>([
    ['the next hour', { every: 'hour' }, '2026-11-23T12:34:56Z', '2026-11-23T13:00:00Z'],
    ['never now', { every: 'hour' }, '2026-11-23T12:00:00Z', '2026-11-23T13:00:00Z'],
    ['later today', daily('09:00', 'Asia/Tokyo'), '2026-11-22T23:00:00Z', '2026-11-23T00:00:00Z'],
    ['tomorrow', daily('09:00', 'Asia/Tokyo'), '2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'],
    ['half hours', daily('08:15', 'Asia/Kathmandu'), '2026-11-23T02:00:00Z', '2026-11-23T02:30:00Z'],
    ['winter in Berlin', daily('09:00', 'Europe/Berlin'), '2026-10-25T00:30:00Z', '2026-10-25T08:00:00Z'],
    ['summer in Berlin', daily('09:00', 'Europe/Berlin'), '2026-10-24T00:30:00Z', '2026-10-24T07:00:00Z'],
    [
      'a time that is not there',
      daily('02:30', 'Europe/Berlin'),
      '2026-03-28T12:00:00Z',
      '2026-03-29T01:30:00Z',
    ],
    [
      'a time that is there twice',
      daily('02:30', 'Europe/Berlin'),
      '2026-10-24T12:00:00Z',
      '2026-10-25T00:30:00Z',
    ],
  ])('%s', (_title, schedule, now, expected) => {
    expect(new Date(nextDigestAt(schedule, Date.parse(now))).toISOString()).toBe(
      new Date(expected).toISOString(),
    );
  });

  it('knows zones', () => {
    expect([isTimeZone('Asia/Tokyo'), isTimeZone('Mars/Base')]).toEqual([true, false]);
  });
});

describe('retries', () => {
  it('wait longer each time, by chance, and never too long', () => {
    expect([1, 2, 3, 30].map((attempt) => retryDelayMs(attempt, 0))).toEqual([2500, 5000, 10_000, 900_000]);
    expect([1, 2, 30].map((attempt) => retryDelayMs(attempt, 1))).toEqual([5000, 10_000, 1_800_000]);
  });

  it('keep to so many messages a minute', () => {
    const now = 1_000_000;
    expect(whenAllowed([], 2, now)).toBe(now);
    expect(whenAllowed([now - 1000], 2, now)).toBe(now);
    expect(whenAllowed([now - 1000, now - 30_000], 2, now)).toBe(now + 30_000);
    expect(whenAllowed([now - 1000, now - 70_000, now - 80_000], 2, now)).toBe(now);
  });
});

describe('compose', () => {
  const notice = noticeOf(row, ['@web'], 'https://breakwater.example');
  const together = { id: 'n', groupKey: 'g', route: 'r' } as const;

  it('tells nothing of what an event carried', () => {
    expect(JSON.stringify(notice)).not.toContain('hunter2');
    expect(notice).toMatchObject({
      title: 'CVE-2026-1 affects Bcc: x@example.com',
      url: 'https://breakwater.example/events?open=transition%3Aa%2Fb',
    });
  });

  it('names the worst first and counts the rest', () => {
    const others = Array.from({ length: 30 }, (_, index) => ({
      ...notice,
      id: `${index}`,
      title: `t${index}`,
    }));
    const worst = { ...notice, severity: 'critical', title: 'worst' } as const;
    const made = compose([...others, worst], { ...together, kind: 'roll-up' });
    expect(made).toMatchObject({
      title: '31 more: worst',
      severity: 'critical',
      count: 31,
      rule: 'CVE-2026-1',
    });
    expect(made.items).toHaveLength(20);
    expect(made.facts[0]).toEqual({ name: 'More', value: '1 critical, 30 high' });
    expect(made.facts).toContainEqual({ name: 'Cluster', value: 'prod' });
  });

  it('groups by what is asked for', () => {
    expect(groupKeyOf(row, [], ['rule', 'service'])).toBe('["CVE-2026-1","web"]');
    expect(groupKeyOf(row, ['b', 'a'], ['owner', 'region'])).toBe('["a b",""]');
  });
});
