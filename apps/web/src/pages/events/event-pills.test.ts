import type { EventDetail } from '@breakwater/api';
import { expect, it } from 'vitest';
import { formatPill } from '../../state/pill.ts';
import { eventPills, startingPills } from './event-pills.ts';

const event: EventDetail = {
  kind: 'detection',
  id: 'p:e',
  time: 0,
  source: 'aws_cloudtrail',
  title: 'A rule',
  severity: 'high',
  place: { provider: 'aws', account: '111111111111', region: 'eu-west-1' },
  user: 'bob smith',
  tags: [],
  isSample: false,
  fields: {
    'ct.name': 'StopLogging',
    'ct.error': null,
    'ct.resources': ['a', 'b'],
    'detection.policy_id': 'p',
    'ct.long': 'x'.repeat(301),
  },
  body: {},
};

it('offers what the event holds as conditions, and nothing that only the detection holds', () =>
  expect(eventPills(event).map(formatPill)).toEqual([
    'account = 111111111111',
    'region = eu-west-1',
    'user = "bob smith"',
    'ct.name = StopLogging',
  ]));

it('begins with who and the narrowest lasting place', () => {
  expect(startingPills(event).map(formatPill)).toEqual(['user = "bob smith"', 'account = 111111111111']);
  const task: EventDetail = { ...event, place: { ...event.place, cluster: 'c', service: 's', task: 't' } };
  expect(startingPills(task).map(formatPill)).toEqual(['user = "bob smith"', 'service = s']);
});
